using System.Text.RegularExpressions;
using Pipeline.Foundation;
using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    // A port that the system gives, which the workspace keeps.
    private const string DefaultRegistry = "127.0.0.1:0";

    private ImmutableArray<DeploymentEnvironment> Environments()
    {
        var written = (yaml["environments"] as YamlMap)?.Entries ?? [];
        var environments = written
            .Select(entry =>
                Environment(entry.Key, entry.Value as YamlMap, document.Environments![entry.Key.Value] ?? new())
            )
            .ToImmutableArray();
        CheckPromotionPaths(environments, written);
        CheckMovingTags(environments);
        CheckSharedHosts(environments, written);
        return written.Any(entry => entry.Key.Value == Catalog.DeploymentEnvironment.LocalName)
            ? environments
            :
            [
                Environment(new(Mark.Empty, Catalog.DeploymentEnvironment.LocalName, true), null, new()),
                .. environments,
            ];
    }

    private DeploymentEnvironment Environment(YamlScalar key, YamlMap? map, EnvironmentEntry entry)
    {
        var local = key.Value == Catalog.DeploymentEnvironment.LocalName;
        var isHere = local || entry.Local == true;
        Name(key.Start, "an environment's name", key.Value);
        if (!isHere && entry.Registry is null)
            report(
                key.Start,
                $"the environment \"{key.Value}\" lacks \"registry\", the host that its images are pushed to"
            );
        var kind = entry.Deployments ?? DeploymentKind.GitOps;
        CheckIdle(key, map, kind);
        if (kind == DeploymentKind.GitOps && !isHere && entry.Gitops?.Repository is null)
            report(
                key.Start,
                $"the environment \"{key.Value}\" lacks \"gitops.repository\", the Git repository with its manifests: name it, or set \"deployments\" to ssh or ecs, or to none if images are only pushed"
            );
        CheckRegistry(map, entry.Registry);
        CheckBranch(map, "deliveredFrom", entry.DeliveredFrom);
        if (entry is { DeliveredFrom: not null, PromotedFrom: not null })
            report(
                map!["deliveredFrom"]!.Start,
                $"\"{key.Value}\" gets its images from \"{entry.PromotedFrom}\": remove \"deliveredFrom\", or \"promotedFrom\""
            );
        if (entry.MovingTag is { } tag)
            CheckMovingTag(map!["movingTag"]!.Start, tag);
        CheckGitOps(map?["gitops"] as YamlMap, entry.Gitops);
        CheckGates(map?["gates"] as YamlList);
        var shared = document.Environments?.GetValueOrDefault(Catalog.DeploymentEnvironment.LocalName);
        var address = entry.Registry ?? shared?.Registry ?? DefaultRegistry;
        return new()
        {
            Name = key.Value,
            IsLocal = isHere,
            MovingTag = entry.MovingTag,
            Registry = address,
            RegistryLogin =
                Login(map?["registryLogin"] as YamlMap, entry.RegistryLogin, address)
                // An environment that uses another's registry uses its login too.
                ?? (entry.Registry is null ? LoginOf(shared?.RegistryLogin) : null),
            GitOps = kind == DeploymentKind.GitOps ? GitOps(entry.Gitops, shared?.Gitops) : null,
            Ssh = kind == DeploymentKind.Ssh ? Ssh(key, map!, entry.Ssh) : null,
            Ecs = kind == DeploymentKind.Ecs ? Ecs(key, map?["ecs"] as YamlMap, entry.Ecs ?? new(), address) : null,
            DeliveredFrom = entry.DeliveredFrom,
            PromotedFrom = entry.PromotedFrom,
            Promotion = entry.Promotion ?? Promotion.Automatic,
            Rollback = entry.Rollback ?? Promotion.Automatic,
            PullRequests = PullRequests(key, map?["pullRequest"] as YamlMap, entry),
            ArgoCd = map?["argocd"] is YamlMap argocd ? ArgoCd(argocd, entry) : null,
            Monitoring = Monitoring(map?["monitoring"] as YamlMap, entry.Monitoring),
            Addresses = Addresses(map?["addresses"] as YamlMap, entry.Addresses),
            TakesLoad = entry.TakesLoad ?? false,
            Freezes = Freezes(map?["freezes"] as YamlMap, entry),
            Signatures = Signatures(map?["signatures"] as YamlMap, entry.Signatures, isHere),
            GitHub = GitHub(map?["github"] as YamlMap, entry),
            Ecr = Ecr(map?["ecr"] as YamlMap, entry.Ecr),
            Gates = [.. entry.Gates ?? (IEnumerable<string>)(local ? [] : Catalog.DeploymentEnvironment.AllGates)],
        };
    }

    private void CheckGitOps(YamlMap? map, GitOpsEntry? entry)
    {
        CheckVariable(map, "tokenVariable", entry?.TokenVariable, "GITHUB_TOKEN", "a token");
        CheckWriters(map?["writers"] as YamlMap);
    }

    private GitOpsRepository GitOps(GitOpsEntry? own, GitOpsEntry? shared) =>
        new(
            own?.Repository ?? shared?.Repository ?? (artifacts / "local" / "gitops.git").ToString(),
            own?.Branch ?? "main",
            own?.Path ?? ManifestsPath
        )
        {
            TokenVariable = own?.TokenVariable,
            Writers = Writers(own),
        };

    // Keys that have no effect with a kind of deployment.
    private void CheckIdle(YamlScalar key, YamlMap? map, DeploymentKind kind)
    {
        string[] gitOps = ["gitops", "argocd", "promotion", "rollback", "pullRequest"];
        (string[] Keys, string Reason) idle = kind switch
        {
            DeploymentKind.GitOps => (
                ["ssh", "ecs"],
                $"\"{key.Value}\" is deployed to by GitOps: remove it, or set \"deployments\" to ssh or ecs"
            ),
            DeploymentKind.Ssh => (
                [.. gitOps, "ecs"],
                $"\"{key.Value}\" is deployed to by SSH, without a Git repository: remove it"
            ),
            DeploymentKind.Ecs => (
                [.. gitOps, "ssh"],
                $"\"{key.Value}\" is deployed to Amazon ECS, without a Git repository: remove it"
            ),
            _ => (
                [.. gitOps, "ssh", "ecs", "promotedFrom", "freezes", "monitoring"],
                $"nothing is deployed to \"{key.Value}\": remove it, or \"deployments: none\""
            ),
        };
        foreach (var (stated, _) in map?.Entries.Where(entry => idle.Keys.Contains(entry.Key.Value)) ?? [])
            report(stated.Start, $"\"{stated.Value}\" has no effect, as {idle.Reason}");
    }

    private void CheckGates(YamlList? gates)
    {
        ImmutableArray<string> known =
        [
            .. Catalog.DeploymentEnvironment.AllGates,
            .. Catalog.DeploymentEnvironment.FurtherGates,
        ];
        foreach (var gate in gates?.Items.Cast<YamlScalar>() ?? [])
            if (!known.Contains(gate.Value))
                report(gate.Start, $"\"{gate.Value}\" is not a gate: {Spelling.Suggest(gate.Value, known)}");
    }

    private PullRequestSettings PullRequests(YamlScalar key, YamlMap? map, EnvironmentEntry entry)
    {
        var settings = entry.PullRequest ?? new();
        if (settings.Repository is { } repository && !ForgeRepository().IsMatch(repository))
            report(map!["repository"]!.Start, $"\"{repository}\" is not a repository on a forge: write OWNER/NAME");
        CheckVariable(map, "tokenVariable", settings.TokenVariable, "GITHUB_TOKEN", "a token");
        var known = settings.Repository ?? ForgeRepositoryOf(entry);
        if (known is null && (entry.Promotion == Promotion.PullRequest || entry.Rollback == Promotion.PullRequest))
            report(
                key.Start,
                $"the environment \"{key.Value}\" takes changes by pull request, and \"gitops.repository\" is not on a known forge: set \"pullRequest.repository\" to OWNER/NAME"
            );

        return new()
        {
            Repository = known,
            TokenVariable =
                settings.TokenVariable ?? entry.Gitops?.TokenVariable ?? PullRequestSettings.DefaultTokenVariable,
            Reviewers = [.. settings.Reviewers ?? []],
            TeamReviewers = [.. settings.TeamReviewers ?? []],
            Labels = [.. settings.Labels ?? []],
        };
    }

    private GitHubSettings GitHub(YamlMap? map, EnvironmentEntry entry)
    {
        var settings = entry.Github ?? new();
        foreach (var key in new[] { "role", "auditRole" })
            if (map?[key] is YamlScalar role && !RoleArn().IsMatch(role.Value))
                report(role.Start, $"\"{role.Value}\" is not a role: write arn:aws:iam::ACCOUNT:role/NAME");
        if (settings.Gitops is { } gitops && !ForgeRepository().IsMatch(gitops))
            report(map!["gitops"]!.Start, $"\"{gitops}\" is not a repository on a forge: write OWNER/NAME");
        CheckSecret(map, "tokenSecret", settings.TokenSecret);
        var keys = map?["accessKey"] as YamlMap;
        CheckSecret(keys, "id", settings.AccessKey?.Id);
        CheckSecret(keys, "secret", settings.AccessKey?.Secret);
        if (keys is not null && (settings.Role ?? settings.AuditRole) is not null)
            report(
                keys.Start,
                "\"accessKey\" stands beside a role, and AWS's clients would take the key: leave out one of them"
            );
        return new()
        {
            Role = settings.Role,
            AuditRole = settings.AuditRole,
            AccessKey = settings.AccessKey is { } secrets ? new(secrets.Id, secrets.Secret) : null,
            TokenSecret = settings.TokenSecret,
            GitOps = settings.Gitops ?? ForgeRepositoryOf(entry),
        };
    }

    private void CheckRegistry(YamlMap? map, string? registry)
    {
        if (registry is null)
            return;
        if (registry.Any(char.IsAsciiLetterUpper))
            report(
                map!["registry"]!.Start,
                $"\"{registry}\" has upper-case letters, which no registry's names have: write {registry.ToLowerInvariant()}"
            );
        else if (!RegistryName().IsMatch(registry))
            report(
                map!["registry"]!.Start,
                $"\"{registry}\" is not a registry: write HOST, HOST:PORT or HOST/PREFIX, without a scheme"
            );
    }

    // It gets into expressions of workflows.
    private void CheckBranch(YamlMap? map, string key, string? branch)
    {
        if (branch is not null && !BranchName().IsMatch(branch))
            report(
                map![key]!.Start,
                $"\"{branch}\" cannot be the branch that is delivered from: use letters, digits, dots, dashes, underscores and slashes"
            );
    }

    // What looks like a token or a key is not repeated.
    private void CheckSecret(YamlMap? map, string key, string? secret)
    {
        if (
            secret is not null
            && (!VariableName().IsMatch(secret) || Token().IsMatch(secret) || AwsKey().IsMatch(secret))
        )
            report(
                map![key]!.Start,
                $"\"{key}\" is the name of a secret of GitHub, of letters, digits and underscores; a token or a key itself never stands in a catalog"
            );
    }

    private void CheckPromotionPaths(
        ImmutableArray<DeploymentEnvironment> environments,
        IReadOnlyList<KeyValuePair<YamlScalar, YamlNode>> written
    )
    {
        string[] known =
        [
            .. environments.Select(environment => environment.Name),
            Catalog.DeploymentEnvironment.LocalName,
        ];
        for (var i = 0; i < environments.Length; i++)
        {
            var environment = environments[i];
            if (environment.PromotedFrom is not { } from)
                continue;

            var place = ((YamlMap)written[i].Value)["promotedFrom"]!.Start;
            if (!known.Contains(from))
                report(place, $"there is no environment \"{from}\": {Spelling.Suggest(from, known)}");
            else if (Before(environment, environments).Contains(environment.Name))
                report(place, $"\"{environment.Name}\" would be promoted from itself: name an environment before it");
        }
    }

    // The environments before this one; a cycle ends where it closes.
    private static HashSet<string> Before(
        DeploymentEnvironment environment,
        ImmutableArray<DeploymentEnvironment> environments
    )
    {
        var before = new HashSet<string>();
        for (var next = environment.PromotedFrom; next is not null && before.Add(next); )
            next = environments.FirstOrDefault(other => other.Name == next)?.PromotedFrom;
        return before;
    }

    private static string? ForgeRepositoryOf(EnvironmentEntry entry) =>
        entry.Gitops?.Repository is { } address && ForgeAddress().Match(address) is { Success: true } known
            ? known.Groups["name"].Value
            : null;

    // A host, and names as in https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
    [GeneratedRegex(
        @"^([a-z0-9]+(-+[a-z0-9]+)*(\.[a-z0-9]+(-+[a-z0-9]+)*)*|\[[0-9a-f:]+\])(:[0-9]{1,5})?(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex RegistryName();

    [GeneratedRegex(@"^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$")]
    private static partial Regex ForgeRepository();

    // https://HOST/OWNER/NAME, ssh://git@HOST/OWNER/NAME and git@HOST:OWNER/NAME, with or without .git.
    [GeneratedRegex(
        @"^(https?://[^/]+/|ssh://[^/]+/|[^/:]+@[^/:]+:)(?<name>[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+?)(\.git)?/?$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex ForgeAddress();

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+\z")]
    private static partial Regex RoleArn();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex BranchName();

    [GeneratedRegex(@"^(A[KS]IA[A-Z0-9]{16}|[A-Za-z0-9/+=]{40})$", RegexOptions.ExplicitCapture)]
    private static partial Regex AwsKey();
}
