using System.Runtime.CompilerServices;
using Amazon.ECR;
using Amazon.ECR.Model;
using Pipeline.Catalog;

namespace Pipeline.Aws.Ecr;

/// <summary>
/// A repository of Amazon ECR: created where it is missing, compared with the catalog where it exists.
/// </summary>
/// <remarks>Exceptions of the AWS SDK are passed on.</remarks>
internal sealed class EcrRepository(string account, string name, IAmazonECR client)
{
    /// <summary>
    /// Makes sure that it exists. An existing one is used as it is, and its differences are reported.
    /// </summary>
    /// <param name="policy">The settings that the catalog asks for.</param>
    /// <param name="tell">Takes a line for each thing that was done, or that differs.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task Ensure(EcrSettings policy, Action<string> tell, CancellationToken cancellation)
    {
        try
        {
            var found = await client.DescribeRepositoriesAsync(
                new() { RegistryId = account, RepositoryNames = [name] },
                cancellation
            );
            await foreach (var drift in Drift(found.Repositories, policy, cancellation))
                tell($"the repository {name} {drift}");
        }
        catch (RepositoryNotFoundException) when (policy.Create)
        {
            await Create(policy, tell, cancellation);
        }
    }

    private async Task Create(EcrSettings policy, Action<string> tell, CancellationToken cancellation)
    {
        tell($"creating the repository {name}: tags {EcrDrift.TagRule(policy)}");
        try
        {
            await client.CreateRepositoryAsync(
                new()
                {
                    RegistryId = account,
                    RepositoryName = name,
                    ImageTagMutability = EcrDrift.Mutability(policy),
                    ImageTagMutabilityExclusionFilters = Exclusions(policy),
                    ImageScanningConfiguration = new() { ScanOnPush = policy.ScanOnPush },
                    EncryptionConfiguration = policy.Encryption is null
                        ? null
                        : new() { EncryptionType = EcrDrift.Encryption(policy), KmsKey = policy.KmsKey },
                    Tags = policy.Tags.IsEmpty
                        ? null
                        : [.. policy.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
                },
                cancellation
            );
        }
        catch (RepositoryAlreadyExistsException)
        {
            // Another run was faster, and sets the rest too.
            return;
        }

        if (policy.Lifecycle is { } lifecycle)
            await client.PutLifecyclePolicyAsync(
                new()
                {
                    RegistryId = account,
                    RepositoryName = name,
                    LifecyclePolicyText = lifecycle,
                },
                cancellation
            );
    }

    private async IAsyncEnumerable<string> Drift(
        List<Repository>? found,
        EcrSettings policy,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        if (found is not [var repository, ..])
            yield break;

        foreach (var drift in EcrDrift.Of(repository, policy))
            yield return drift;
        if (policy.Lifecycle is { } lifecycle)
            foreach (var drift in await Readable("lifecycle policy", Lifecycle(lifecycle, cancellation)))
                yield return drift;
        if (!policy.Tags.IsEmpty)
            foreach (var drift in await Readable("AWS tags", Tags(repository, policy, cancellation)))
                yield return drift;
    }

    private async Task<IEnumerable<string>> Lifecycle(string lifecycle, CancellationToken cancellation)
    {
        try
        {
            var answer = await client.GetLifecyclePolicyAsync(
                new() { RegistryId = account, RepositoryName = name },
                cancellation
            );
            return EcrDrift.OfLifecycle(answer.LifecyclePolicyText, lifecycle);
        }
        catch (LifecyclePolicyNotFoundException)
        {
            return EcrDrift.OfLifecycle(null, lifecycle);
        }
    }

    private async Task<IEnumerable<string>> Tags(
        Repository repository,
        EcrSettings policy,
        CancellationToken cancellation
    )
    {
        var answer = await client.ListTagsForResourceAsync(
            new() { ResourceArn = repository.RepositoryArn },
            cancellation
        );
        return EcrDrift.OfTags(answer.Tags ?? [], policy);
    }

    // A role that may push need not be allowed to read all settings; the push goes on.
    private static async Task<IEnumerable<string>> Readable(string what, Task<IEnumerable<string>> drift)
    {
        try
        {
            return await drift;
        }
        catch (AmazonECRException refused) when (refused.ErrorCode == "AccessDeniedException")
        {
            return [$"does not show its {what} to this identity: {refused.Message}"];
        }
    }

    private static List<ImageTagMutabilityExclusionFilter>? Exclusions(EcrSettings policy) =>
        EcrDrift.Exclusions(policy) is { IsEmpty: false } tags
            ?
            [
                .. tags.Select(tag => new ImageTagMutabilityExclusionFilter
                {
                    Filter = tag,
                    FilterType = ImageTagMutabilityExclusionFilterType.WILDCARD,
                }),
            ]
            : null;
}
