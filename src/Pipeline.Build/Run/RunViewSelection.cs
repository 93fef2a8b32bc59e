using Pipeline.Build.Reporting;
using Pipeline.Build.Reporting.GitHub;
using Pipeline.Build.Reporting.Terminal;

namespace Pipeline.Build.Run;

/// <summary>Chooses how a run is shown, by where it is shown.</summary>
internal static class RunViewSelection
{
    /// <summary>
    /// On GitHub Actions what suits its log; a live view on a terminal that can; else plain lines: into files and
    /// pipes, on a dumb terminal, in CI, and where <c>NO_COLOR</c> is set (no-color.org).
    /// </summary>
    /// <param name="output">Standard output.</param>
    public static IRunView Of(TextWriter output) =>
        Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true" ? GitHubView.Standard(output)
        : CanPaint ? new LiveView(output)
        : new PlainView(output);

    private static bool CanPaint =>
        !Console.IsOutputRedirected
        && !IsSet("NO_COLOR")
        && !IsSet("CI")
        && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
