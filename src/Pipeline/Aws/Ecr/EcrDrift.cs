using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.ECR;
using Amazon.ECR.Model;
using Pipeline.Catalog;

namespace Pipeline.Aws.Ecr;

/// <summary>
/// Where a repository of Amazon ECR differs from the catalog, each difference as the end of a sentence.
/// </summary>
internal static class EcrDrift
{
    /// <summary>The setting for tag immutability.</summary>
    public static ImageTagMutability Mutability(EcrSettings policy) =>
        !policy.ImmutableTags ? ImageTagMutability.MUTABLE
        : policy.MovingTags.IsEmpty ? ImageTagMutability.IMMUTABLE
        : ImageTagMutability.IMMUTABLE_WITH_EXCLUSION;

    /// <summary>The tags that are excluded from immutability.</summary>
    public static ImmutableArray<string> Exclusions(EcrSettings policy) =>
        policy.ImmutableTags ? policy.MovingTags : [];

    /// <summary>The setting for tag immutability, in words.</summary>
    public static string TagRule(EcrSettings policy) => TagRule(Mutability(policy), Exclusions(policy));

    /// <summary>The encryption; null: ECR's default.</summary>
    public static EncryptionType? Encryption(EcrSettings policy) =>
        policy.Encryption switch
        {
            EcrEncryption.Aes256 => EncryptionType.AES256,
            EcrEncryption.Kms => EncryptionType.KMS,
            EcrEncryption.KmsDsse => EncryptionType.KMS_DSSE,
            _ => null,
        };

    /// <summary>Differences that the repository's description shows.</summary>
    public static IEnumerable<string> Of(Repository repository, EcrSettings policy)
    {
        string[] moving =
        [
            .. (repository.ImageTagMutabilityExclusionFilters ?? []).Select(filter => filter.Filter).Order(),
        ];
        if (repository.ImageTagMutability != Mutability(policy) || !moving.SequenceEqual(Exclusions(policy)))
            yield return $"has tags {TagRule(repository.ImageTagMutability, moving)}; the catalog asks for {TagRule(policy)}";

        var scans = repository.ImageScanningConfiguration?.ScanOnPush == true;
        if (scans != policy.ScanOnPush)
            yield return $"{(scans ? "scans" : "does not scan")} images on push; the catalog asks for the opposite";

        var (encryption, key) = (
            repository.EncryptionConfiguration?.EncryptionType,
            repository.EncryptionConfiguration?.KmsKey
        );
        if (Encryption(policy) is { } asked && encryption != asked)
            yield return $"is encrypted by {encryption?.Value ?? "an unstated method"}; the catalog asks for {asked}, which only a new repository can get";
        else if (policy.KmsKey is { } wanted && IsOther(key, wanted))
            yield return $"is encrypted with the key {key}; the catalog asks for {wanted}, which only a new repository can get";
    }

    /// <summary>Differences of its lifecycle policy, compared as JSON.</summary>
    /// <param name="found">The repository's policy; null where it has none.</param>
    /// <param name="asked">The catalog's policy.</param>
    public static IEnumerable<string> OfLifecycle(string? found, string asked)
    {
        if (found is null)
            yield return "has no lifecycle policy; the catalog asks for one";
        else if (!JsonNode.DeepEquals(Parse(found), Parse(asked)))
            yield return "has another lifecycle policy than the catalog asks for";
    }

    /// <summary>Differences of its AWS tags; tags that the catalog does not name are ignored.</summary>
    public static IEnumerable<string> OfTags(IReadOnlyCollection<Tag> found, EcrSettings policy) =>
        from asked in policy.Tags
        let value = found.FirstOrDefault(tag => tag.Key == asked.Key)?.Value
        where value != asked.Value
        select $"has {(value is null ? $"no AWS tag {asked.Key}" : $"the AWS tag {asked.Key}={value}")}; the catalog asks for {asked.Key}={asked.Value}";

    private static string TagRule(ImageTagMutability? mutability, IEnumerable<string> moving) =>
        string.Join(
            ", but for ",
            new[] { mutability?.Value ?? "of no rule", string.Join(", ", moving) }.Where(part => part != "")
        );

    // ECR returns a key's ARN, which ends in its id, and never an alias.
    private static bool IsOther(string? key, string wanted) =>
        !wanted.Contains("alias/", StringComparison.Ordinal)
        && key != wanted
        && key?.EndsWith($"/{wanted}", StringComparison.Ordinal) != true;

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
