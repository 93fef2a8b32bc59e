using System.Globalization;
using System.Text.Json;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Signing;

/// <summary>The facts that a provenance statement is made of.</summary>
/// <param name="Origin">Where it was built.</param>
/// <param name="Source">The repository's address; null where it is not known.</param>
/// <param name="Commit">The commit.</param>
/// <param name="Service">The service; null for what is no service's.</param>
/// <param name="Dockerfile">Its Dockerfile, as a path in the repository; null where there is none.</param>
/// <param name="Finished">When the build ended.</param>
internal sealed record BuildFacts(
    BuildOrigin Origin,
    string? Source,
    string Commit,
    string? Service,
    string? Dockerfile,
    DateTimeOffset Finished
)
{
    /// <summary>
    /// The .NET project that was published where there is no Dockerfile, as a path in the repository.
    /// </summary>
    public string? Project { get; init; }

    /// <summary>The images that it was built from, with their digests where those are known.</summary>
    public ImmutableArray<ImageReference> Bases { get; init; } = [];
}

/// <summary>SLSA provenance.</summary>
/// <remarks>https://slsa.dev/spec/v1.0/provenance</remarks>
internal sealed record Provenance
{
    /// <summary>GitHub's build type, with its parameters.</summary>
    public const string GitHubBuild = "https://actions.github.io/buildtypes/workflow/v1";

    /// <summary>The build type of a machine of unknown origin.</summary>
    public const string WorkstationBuild = "urn:pipeline:build:workstation:v1";

    private const string Workstation = "urn:pipeline:builder:workstation";

    /// <summary>The repository's address.</summary>
    public string? Repository { get; private init; }

    /// <summary>The commit.</summary>
    public string? Commit { get; private init; }

    /// <summary>The workflow, as a path in the repository; null where there was none.</summary>
    public string? Workflow { get; private init; }

    /// <summary>The builder's id.</summary>
    public string? Builder { get; private init; }

    /// <summary>The service; null where another tool wrote it.</summary>
    public string? Service { get; private init; }

    /// <summary>The predicate for some facts.</summary>
    public static object Predicate(BuildFacts facts) =>
        new
        {
            buildDefinition = facts.Origin.Repository is null ? OnWorkstation(facts) : InWorkflow(facts),
            runDetails = new
            {
                builder = new
                {
                    id = facts.Origin.Repository is null
                        ? Workstation
                        : $"https://github.com/actions/runner/{facts.Origin.Runner ?? "unknown"}",
                },
                metadata = new
                {
                    invocationId = facts.Origin.Run,
                    finishedOn = facts.Finished.UtcDateTime.ToString(
                        "yyyy-MM-dd'T'HH:mm:ss'Z'",
                        CultureInfo.InvariantCulture
                    ),
                },
            },
        };

    // The external parameters are those of GitHub's build type; the internal ones are this build's own.
    private static object InWorkflow(BuildFacts facts)
    {
        var origin = facts.Origin;
        var repository = $"{origin.Server}/{origin.Repository}";
        return new
        {
            buildType = GitHubBuild,
            externalParameters = new
            {
                workflow = new
                {
                    @ref = origin.Ref,
                    repository,
                    path = origin.Workflow,
                },
            },
            internalParameters = new
            {
                github = new
                {
                    event_name = origin.Event,
                    repository_id = origin.RepositoryId,
                    repository_owner_id = origin.OwnerId,
                    runner_environment = origin.Runner,
                },
                pipeline = PipelineParameters(facts),
            },
            resolvedDependencies = Dependencies($"git+{repository}@{origin.Ref}", facts),
        };
    }

    private static object OnWorkstation(BuildFacts facts) =>
        new
        {
            buildType = WorkstationBuild,
            externalParameters = new { repository = facts.Source },
            internalParameters = new { pipeline = PipelineParameters(facts) },
            resolvedDependencies = Dependencies(facts.Source is null ? null : $"git+{facts.Source}", facts),
        };

    private static object PipelineParameters(BuildFacts facts) =>
        new
        {
            service = facts.Service,
            dockerfile = facts.Dockerfile,
            project = facts.Project,
        };

    private static object[] Dependencies(string? uri, BuildFacts facts) =>
        [new { uri, digest = new { gitCommit = facts.Commit } }, .. facts.Bases.Select(Base)];

    // Named as BuildKit does: https://docs.docker.com/build/metadata/attestations/slsa-definitions
    private static object Base(ImageReference image)
    {
        var uri = $"pkg:docker/{image.Familiar}{(image.Tag is null ? "" : $"@{image.Tag}")}";
        return image.Digest is { } digest
            ? new { uri = $"{uri}?digest={digest}", digest = new { sha256 = digest.Split(':')[1] } }
            : new { uri };
    }

    /// <summary>Reads a predicate; what it does not state is null.</summary>
    /// <exception cref="StepFailedException">It is no provenance.</exception>
    public static Provenance Read(JsonElement predicate)
    {
        if (Find(predicate, "buildDefinition", "buildType") is not { ValueKind: JsonValueKind.String })
            throw new StepFailedException("the provenance states no build: it is of a form that is not known here");

        var source = Find(predicate, "buildDefinition", "resolvedDependencies")
            is { ValueKind: JsonValueKind.Array } dependencies
            ? dependencies
                .EnumerateArray()
                .FirstOrDefault(each => Find(each, "digest", "gitCommit") is { ValueKind: JsonValueKind.String })
            : default;
        return new()
        {
            Commit = Text(source, "digest", "gitCommit"),
            Repository =
                Text(source, "uri") is { } uri && uri.StartsWith("git+", StringComparison.Ordinal)
                    ? uri["git+".Length..].Split('@')[0]
                    : null,
            Workflow = Text(predicate, "buildDefinition", "externalParameters", "workflow", "path"),
            Builder = Text(predicate, "runDetails", "builder", "id"),
            Service = Text(predicate, "buildDefinition", "internalParameters", "pipeline", "service"),
        };
    }

    private static string? Text(JsonElement from, params ReadOnlySpan<string> path)
    {
        try
        {
            return Find(from, path) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            throw new StepFailedException($"the provenance states {path[^1]} in a text that is not Unicode");
        }
    }

    private static JsonElement? Find(JsonElement from, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out from))
                return null;
        return from;
    }
}
