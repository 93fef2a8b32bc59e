using Pipeline.Build.Reporting.GitHub;
using Pipeline.Build.Reporting.Terminal;

namespace Pipeline.Build.Reporting;

/// <summary>Chooses how a run is shown, by where it is shown.</summary>
public static class RunReports
{
    /// <summary>
    /// On GitHub Actions what suits its log; a live view on a terminal that can; else plain lines: into files and pipes, on a dumb terminal, in CI, and where
    /// <c>NO_COLOR</c> is set (no-color.org).
    /// </summary>
    /// <param name="output">Standard output.</param>
    public static IRunReport Of(TextWriter output) =>
        Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true" ? GitHubReport.Standard(output)
        : CanPaint ? new LiveReport(output)
        : new ConsoleReport(output);

    private static bool CanPaint =>
        !Console.IsOutputRedirected
        && !IsSet("NO_COLOR")
        && !IsSet("CI")
        && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
