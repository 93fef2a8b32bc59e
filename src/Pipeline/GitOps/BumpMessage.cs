using System.Globalization;
using System.Text;
using Pipeline.Catalog;
using Pipeline.Planning;

namespace Pipeline.GitOps;

/// <summary>
/// The message of a bump's commit. Its trailers are for machines: <c>Environment</c> and <c>Run</c> once, then, for each
/// service, <c>Service</c> followed by its <c>Source-Commit</c> and <c>Image</c>.
/// </summary>
internal static class BumpMessage
{
    // A subject of more names is cut off by every tool that shows it; the trailers have them all.
    private const int MostNamed = 8;

    public static string Write(
        string environment,
        SourceRevision source,
        IReadOnlyCollection<(string Service, ImageReference Reference)> bumps
    )
    {
        var named = string.Join(", ", bumps.Take(MostNamed).Select(bump => $"{bump.Service} {source.Tag}"));
        var more = bumps.Count > MostNamed ? $" and {bumps.Count - MostNamed} more" : "";
        var message = new StringBuilder(
            $"deploy({environment}): {named}{more}\n\nEnvironment: {environment}\nRun: {RunName()}\n"
        );
        foreach (var (service, reference) in bumps)
            message.Append($"Service: {service}\nSource-Commit: {source.Commit}\nImage: {reference}\n");
        return message.ToString();
    }

    // On GitHub Actions the page of the run; elsewhere the time tells runs apart.
    private static string RunName()
    {
        var (server, repository, run) = (Variable("SERVER_URL"), Variable("REPOSITORY"), Variable("RUN_ID"));
        return server is null || repository is null || run is null
            ? DateTimeOffset.UtcNow.ToString("'local-'yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)
            : $"{server}/{repository}/actions/runs/{run}";
    }

    private static string? Variable(string name) =>
        System.Environment.GetEnvironmentVariable($"GITHUB_{name}") is { Length: > 0 } value
        && !value.Any(char.IsControl)
            ? value
            : null;
}
