using System.Text.RegularExpressions;
using Pipeline.Adoption.Trees;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Workflows;

/// <summary>
/// What existing workflows state about deliveries, each with its place; what a variable decides is left out.
/// </summary>
internal sealed partial record WorkflowFacts
{
    private static readonly ImmutableArray<(string Input, string Language)> VersionInputs =
    [
        ("go-version", "go"),
        ("python-version", "python"),
        ("node-version", "node"),
        ("dotnet-version", "dotnet"),
        ("java-version", "java"),
        ("toolchain", "rust"),
    ];

    /// <summary>The branches whose pushes start workflows.</summary>
    public ImmutableArray<Evidence> Branches { get; init; } = [];

    /// <summary>The registries that images are pushed to.</summary>
    public ImmutableArray<Evidence> Registries { get; init; } = [];

    /// <summary>The AWS roles that jobs assume.</summary>
    public ImmutableArray<Evidence> Roles { get; init; } = [];

    /// <summary>The secrets with a static AWS key: the id and the secret part, separated by a blank.</summary>
    public ImmutableArray<Evidence> AccessKeys { get; init; } = [];

    /// <summary>The versions of languages, by the language's name.</summary>
    public ImmutableArray<(string Language, Evidence Version)> Versions { get; init; } = [];

    /// <summary>The least coverage of tests, in percent.</summary>
    public ImmutableArray<Evidence> Coverage { get; init; } = [];

    /// <summary>The GitOps repositories that jobs check out or clone.</summary>
    public ImmutableArray<Evidence> Repositories { get; init; } = [];

    /// <summary>What some workflows state.</summary>
    public static WorkflowFacts In(ImmutableArray<ExistingWorkflow> workflows)
    {
        var steps = workflows.SelectMany(workflow => workflow.Jobs).SelectMany(job => job.Steps).ToArray();
        return new()
        {
            Branches = Facts(workflows.SelectMany(Pushes)),
            Registries = Facts([
                .. workflows.SelectMany(workflow =>
                    Scalars(workflow.Map).SelectMany(scalar => Hosts(workflow.Path, scalar))
                ),
                .. workflows.SelectMany(OfAccount),
                .. Inputs(steps, "docker/login-action", "registry"),
            ]),
            Roles = Facts(
                Inputs(steps, "aws-actions/configure-aws-credentials", "role-to-assume")
                    .Where(role => role.Fact.StartsWith("arn:", StringComparison.Ordinal))
            ),
            AccessKeys = Facts(steps.Select(AccessKey).OfType<Evidence>()),
            Versions = [.. steps.SelectMany(VersionsOf).DistinctBy(each => (each.Language, each.Version.Fact))],
            Coverage = Facts(
                from step in steps
                from command in step.Commands
                let least = Least().Match(command.Text)
                where least.Success
                select new Evidence(least.Groups["percent"].Value, step.Job.Workflow.Path, command.Line)
            ),
            Repositories = Facts(Inputs(steps, "actions/checkout", "repository")),
        };
    }

    private static ImmutableArray<Evidence> Facts(IEnumerable<Evidence> found) =>
        [.. found.Where(fact => !fact.Fact.Contains('$', StringComparison.Ordinal)).DistinctBy(fact => fact.Fact)];

    private static IEnumerable<Evidence> Pushes(ExistingWorkflow workflow) =>
        ((workflow.Trigger("push")?["branches"] as ManifestList)?.Items ?? [])
            .OfType<ManifestScalar>()
            .Where(branch => !branch.Value.Contains('*', StringComparison.Ordinal))
            .Select(branch => new Evidence(branch.Value, workflow.Path, branch.Line));

    private static IEnumerable<Evidence> Hosts(string path, ManifestScalar scalar) =>
        Ecr().Matches(scalar.Value).Select(match => new Evidence(match.Value, path, scalar.Line));

    // Often written in two parts.
    private static IEnumerable<Evidence> OfAccount(ExistingWorkflow workflow)
    {
        var variables = Variables(workflow.Map).ToArray();
        var account = variables.FirstOrDefault(variable => Account().IsMatch(variable.Value));
        var region = variables
            .FirstOrDefault(variable => variable.Name.EndsWith("REGION", StringComparison.Ordinal))
            .Scalar;
        if (account.Scalar is not null && region is not null)
            yield return new(
                $"{account.Value}.dkr.ecr.{region.Value}.amazonaws.com",
                workflow.Path,
                account.Scalar.Line
            );
    }

    private static IEnumerable<(string Name, string Value, ManifestScalar Scalar)> Variables(ManifestMap map) =>
        ((map["env"] as ManifestMap)?.Entries ?? [])
            .Where(entry => entry is { Key: not null, Value: ManifestScalar })
            .Select(entry => (entry.Key!.Value, ((ManifestScalar)entry.Value).Value, (ManifestScalar)entry.Value));

    private static IEnumerable<Evidence> Inputs(IEnumerable<ExistingStep> steps, string action, string input) =>
        steps
            .Where(step => step.Action == action)
            .Select(step => (step, Value: step.With(input)))
            .Where(each => each.Value is { Value.Length: > 0 })
            .Select(each => new Evidence(each.Value!.Value, each.step.Job.Workflow.Path, each.Value.Line));

    private static Evidence? AccessKey(ExistingStep step) =>
        Secret().Match(step.With("aws-access-key-id")?.Value ?? "") is { Success: true } id
        && Secret().Match(step.With("aws-secret-access-key")?.Value ?? "") is { Success: true } secret
            ? new(
                $"{id.Groups["name"].Value} {secret.Groups["name"].Value}",
                step.Job.Workflow.Path,
                step.With("aws-access-key-id")!.Line
            )
            : null;

    private static IEnumerable<(string Language, Evidence Version)> VersionsOf(ExistingStep step) =>
        from known in VersionInputs
        let input = step.With(known.Input)
        where input is not null
        from version in MatrixValues
            .Expand(step.Job, input.Value)
            .SelectMany(text =>
                text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            )
        where Version().IsMatch(version)
        select (known.Language, new Evidence(version, step.Job.Workflow.Path, input.Line));

    private static IEnumerable<ManifestScalar> Scalars(ManifestNode node) =>
        node switch
        {
            ManifestScalar scalar => [scalar],
            ManifestList list => list.Items.SelectMany(Scalars),
            ManifestMap map => map.Entries.SelectMany(entry => Scalars(entry.Value)),
            _ => [],
        };

    [GeneratedRegex(@"\b[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\b")]
    private static partial Regex Ecr();

    [GeneratedRegex(@"^[0-9]{12}$")]
    private static partial Regex Account();

    [GeneratedRegex(@"^\$\{\{\s*secrets\.(?<name>\w+)\s*\}\}$", RegexOptions.ExplicitCapture)]
    private static partial Regex Secret();

    // As a catalog takes them.
    [GeneratedRegex(@"^[0-9]+(\.[0-9]+){0,2}(\.x)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Version();

    [GeneratedRegex(@"--cov-fail-under[= ](?<percent>[0-9]+)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Least();
}
