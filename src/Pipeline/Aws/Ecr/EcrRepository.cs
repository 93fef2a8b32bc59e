using System.Runtime.CompilerServices;
using Amazon.ECR;
using Amazon.ECR.Model;
using Pipeline.Catalog;

namespace Pipeline.Aws.Ecr;

/// <summary>A repository of Amazon ECR: created where it is missing, and held against what the catalog asks for where it is not.</summary>
/// <remarks>What it throws is AWS's own.</remarks>
internal sealed class EcrRepository(string account, string name, IAmazonECR client)
{
    /// <summary>Makes sure that it is there. One of somebody else's is used as it is, and it is told what it lacks.</summary>
    /// <param name="policy">What it is to be like.</param>
    /// <param name="tell">Is told what was done, and what differs.</param>
    /// <param name="cancellation">Ends it.</param>
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
            // Another run was first, and sees to the rest as well.
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

    // An identity that may push need not be let see everything, and a push does not fail for that.
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
