using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutLifecyclePolicy.html
    private const int ShortestLifecycle = 100;
    private const int LongestLifecycle = 30720;
    private const int MostRules = 50;

    // The most filters that a repository may have: ImageTagMutabilityExclusionFilters of
    // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
    private const int MostMovingTags = 5;

    private EcrSettings Ecr(YamlMap? map, EcrEntry? entry)
    {
        if (map is null || entry is null)
            return new();

        if (entry.Lifecycle is { } policy && WrongLifecycle(policy) is { } wrong)
            report(map["lifecycle"]!.Start, wrong);
        if (entry.KmsKey is not null && entry.Encryption is null or EcrEncryption.Aes256)
            report(map["kmsKey"]!.Start, "\"kmsKey\" names a key of AWS KMS: set \"encryption\" to kms or kmsDsse");
        if (entry is { Findings: true, ScanOnPush: false })
            report(map["findings"]!.Start, "\"findings\" needs the scan that \"scanOnPush\" turns off");
        return new()
        {
            Create = entry.Create ?? true,
            ImmutableTags = entry.ImmutableTags ?? true,
            ScanOnPush = entry.ScanOnPush ?? true,
            Findings = entry.Findings ?? false,
            Lifecycle = entry.Lifecycle,
            Tags = (entry.Tags ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Encryption = entry.Encryption,
            KmsKey = entry.KmsKey,
        };
    }

    private void CheckMovingTags(ImmutableArray<DeploymentEnvironment> environments)
    {
        var written = yaml["environments"] as YamlMap;
        foreach (
            var registry in environments
                .Where(environment => EcrAddress.IsEcr(environment.Registry) && environment.MovingTag is not null)
                .GroupBy(environment => environment.Registry)
        )
            if (
                registry.Any(environment => environment.Ecr.ImmutableTags)
                && registry.DistinctBy(environment => environment.MovingTag).ElementAtOrDefault(MostMovingTags)
                    is { } beyond
            )
                report(
                    ((YamlMap)written![beyond.Name]!)["movingTag"]!.Start,
                    $"\"{beyond.MovingTag}\" is one moving tag more than the {MostMovingTags} that Amazon ECR excludes from immutability in a repository: share one, take another registry or prefix, or set \"ecr.immutableTags\" to false in all environments of {beyond.Registry}"
                );
    }

    // A repository serves all environments of its registry, so the tag of each of them has to move there.
    private static ImmutableArray<DeploymentEnvironment> WithMovingTags(
        ImmutableArray<DeploymentEnvironment> environments
    )
    {
        var tags = environments.ToLookup(environment => environment.Registry, environment => environment.MovingTag);
        return
        [
            .. environments.Select(environment =>
                environment with
                {
                    Ecr = environment.Ecr with
                    {
                        MovingTags = [.. tags[environment.Registry].OfType<string>().Distinct().Order()],
                    },
                }
            ),
        ];
    }

    private static string? WrongLifecycle(string policy)
    {
        if (policy.Length is < ShortestLifecycle or > LongestLifecycle)
            return $"\"lifecycle\" is a lifecycle policy of Amazon ECR, {ShortestLifecycle} to {LongestLifecycle} characters of JSON, not {policy.Length}";
        try
        {
            return
                JsonNode.Parse(policy) is JsonObject json && json["rules"] is JsonArray { Count: > 0 and <= MostRules }
                ? null
                : $"\"lifecycle\" lacks \"rules\", a list of 1 to {MostRules} of them";
        }
        catch (JsonException error)
        {
            return $"\"lifecycle\" is not valid JSON: {error.Message}";
        }
    }
}
