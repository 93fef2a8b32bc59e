using System.Text.RegularExpressions;
using Pipeline.Foundation;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    private EcsSettings Ecs(YamlScalar key, YamlMap? map, EcsEntry entry, string registry)
    {
        var region = entry.Region ?? EcrAddress.TryParse(registry.Split('/')[0])?.Region;
        if (region is null)
            report(
                key.Start,
                $"the environment \"{key.Value}\" lacks \"ecs.region\", the AWS region of its cluster, such as sa-east-1"
            );
        else if (!Region().IsMatch(region))
            report(map!["region"]!.Start, $"\"{region}\" is not a region of AWS: write one such as sa-east-1");
        if (entry.Cluster is { } cluster && !Cluster().IsMatch(cluster))
            report(
                map!["cluster"]!.Start,
                $"\"{cluster}\" is not a cluster: write its name, or arn:aws:ecs:REGION:ACCOUNT:cluster/NAME"
            );
        if (entry.Service is { } pattern && !pattern.Contains("{service}", StringComparison.Ordinal))
            report(
                map!["service"]!.Start,
                $"\"{pattern}\" would be the name of each service: use {{service}}, and where it is to be there {{environment}}"
            );
        CheckTimeout(map, entry.Timeout);

        var defaults = new EcsSettings
        {
            Region = region ?? "",
            Cluster = entry.Cluster ?? $"{document.Platform}-{key.Value}",
        };
        return defaults with
        {
            Service = entry.Service ?? defaults.Service,
            Timeout = Minutes(entry.Timeout) ?? defaults.Timeout,
            Tasks = Tasks(map?["services"] as YamlMap, entry),
        };
    }

    private ImmutableSortedDictionary<string, EcsTask> Tasks(YamlMap? map, EcsEntry entry)
    {
        var tasks = ImmutableSortedDictionary.CreateBuilder<string, EcsTask>(StringComparer.Ordinal);
        foreach (var (key, value) in map?.Entries ?? [])
            if (!IsService(key.Value))
                report(
                    key.Start,
                    $"there is no service \"{key.Value}\" in the catalog: {Spelling.Suggest(key.Value, [.. names])}"
                );
            else if (value is YamlMap task)
                tasks[ServiceSelection.ShortName(key.Value)] = Task(task, entry.Services![key.Value]!);
        return tasks.ToImmutable();
    }

    private EcsTask Task(YamlMap map, EcsTaskEntry entry)
    {
        foreach (var (name, value) in (map["secrets"] as YamlMap)?.Entries ?? [])
            if (value is not YamlScalar scalar || !SecretSource().IsMatch(scalar.Value))
                report(
                    value.Start,
                    $"\"{name.Value}\" of \"secrets\" says where ECS reads the secret: write an ARN of Secrets Manager or Parameter Store, or a parameter's /PATH; a secret itself never stands in a catalog"
                );
            else if (entry.Environment?.ContainsKey(name.Value) == true)
                report(name.Start, $"\"{name.Value}\" stands in \"environment\" too: keep one");
        if (entry.Migrate is [] or [null or "", ..])
            report(map["migrate"]!.Start, "\"migrate\" is empty: name the program, such as [./manage, migrate]");
        return new()
        {
            Service = entry.Service,
            Container = entry.Container,
            Definition = entry.TaskDefinition is { } file
                ? Existing(map["taskDefinition"]!, file, File.Exists, "a file")
                : null,
            Environment = Sorted(entry.Environment),
            Secrets = Sorted(entry.Secrets),
            Migrate = [.. entry.Migrate ?? []],
            Health = entry.Health is { } health ? HealthAddress((YamlMap)map["health"]!, health) : null,
            Answer = entry.Health is { } answer ? Answer((YamlMap)map["health"]!, answer) : new(),
        };
    }

    private Uri? HealthAddress(YamlMap map, EcsHealthEntry entry)
    {
        if (
            Uri.TryCreate(entry.Url, UriKind.Absolute, out var address)
            && address is { Scheme: "http" or "https", UserInfo: "", Fragment: "" }
        )
            return address;

        report(
            map["url"]!.Start,
            $"\"{entry.Url}\" is not an address to ask: write https://HOST/PATH, without a user or a token"
        );
        return null;
    }

    private HealthyAnswer Answer(YamlMap map, EcsHealthEntry entry)
    {
        if (entry.Status is < 100 or > 599)
            report(map["status"]!.Start, $"\"status\" is a number from 100 to 599, not {entry.Status}");
        if (entry.Latency is <= 0)
            report(map["latency"]!.Start, $"\"latency\" is a number of milliseconds above 0, not {entry.Latency}");
        if (entry.Times < 1)
            report(map["times"]!.Start, $"\"times\" is a number of answers, at least 1, not {entry.Times}");
        return new()
        {
            Status = entry.Status,
            Body = entry.Body,
            Latency = entry.Latency is { } latency ? TimeSpan.FromMilliseconds(latency) : null,
            Times = entry.Times ?? 3,
        };
    }

    [GeneratedRegex(@"\A[a-z]{2}(-[a-z]+)+-[0-9]\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Region();

    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html
    [GeneratedRegex(
        @"\A(arn:aws[a-z-]*:ecs:[a-z0-9-]+:[0-9]{12}:cluster/)?[A-Za-z0-9_-]{1,255}\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Cluster();

    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html
    [GeneratedRegex(
        @"\A(arn:aws[a-z-]*:(secretsmanager|ssm):[!-~]+|(/[A-Za-z0-9_.-]+)+)\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex SecretSource();
}
