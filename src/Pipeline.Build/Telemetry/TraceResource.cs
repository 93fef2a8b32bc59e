using Pipeline.Execution;

namespace Pipeline.Build.Telemetry;

/// <summary>
/// What all spans of a run have in common, by the names of OpenTelemetry's semantic conventions 1.44.0.
/// </summary>
internal static class TraceResource
{
    /// <summary>The attributes; what is not known is left out.</summary>
    /// <param name="options">What the run works on.</param>
    /// <param name="variable">Reads a variable of GitHub Actions.</param>
    public static IEnumerable<KeyValuePair<string, object>> Of(RunOptions options, Func<string, string?> variable)
    {
        var repository = variable("GITHUB_REPOSITORY") is { } name
            ? $"{variable("GITHUB_SERVER_URL")}/{name}"
            : options.Platform.Source;
        var run = variable("GITHUB_RUN_ID");
        (string Name, string? Value)[] attributes =
        [
            ("cicd.pipeline.name", options.Platform.Name),
            ("cicd.pipeline.run.id", run),
            ("cicd.pipeline.run.url.full", run is null ? null : $"{repository}/actions/runs/{run}"),
            ("cicd.worker.name", variable("RUNNER_NAME")),
            ("deployment.environment.name", options.Environment.Name),
            ("vcs.repository.url.full", repository),
            ("vcs.ref.head.name", variable("GITHUB_REF_NAME")),
            ("vcs.ref.head.revision", options.Source.Commit),
        ];
        return from attribute in attributes
            where !string.IsNullOrEmpty(attribute.Value)
            select KeyValuePair.Create(attribute.Name, (object)attribute.Value);
    }
}
