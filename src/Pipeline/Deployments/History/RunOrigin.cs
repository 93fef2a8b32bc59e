using System.Globalization;

namespace Pipeline.Deployments.History;

/// <summary>The run behind a commit, and who started it.</summary>
/// <param name="Run">The URL of the run's page on GitHub Actions; elsewhere a name with the time.</param>
/// <param name="Actor">The account that started the run; elsewhere the committer.</param>
internal sealed record RunOrigin(string Run, string Actor)
{
    /// <summary>The run of this process.</summary>
    /// <param name="committer">The committer, for a run outside a forge.</param>
    public static RunOrigin Current(string committer) =>
        Of(Environment.GetEnvironmentVariable, DateTimeOffset.UtcNow, committer);

    internal static RunOrigin Of(Func<string, string?> variable, DateTimeOffset now, string committer)
    {
        var (server, repository, run) = (
            Value("GITHUB_SERVER_URL"),
            Value("GITHUB_REPOSITORY"),
            Value("GITHUB_RUN_ID")
        );
        return new(
            server is null || repository is null || run is null
                ? now.ToUniversalTime().ToString("'local-'yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)
                : $"{server}/{repository}/actions/runs/{run}",
            Value("GITHUB_ACTOR") ?? committer
        );

        string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;
    }
}
