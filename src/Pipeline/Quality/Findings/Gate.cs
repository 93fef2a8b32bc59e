using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Files;

namespace Pipeline.Quality.Findings;

/// <summary>Decides by the findings of a step's tools whether it passes.</summary>
internal static class Gate
{
    private const int MostNamed = 3;

    /// <summary>Judges the findings of one tool by the policy.</summary>
    /// <inheritdoc cref="Judge(StepContext, Severity, ImmutableArray{ScanReport})"/>
    public static StepResult Judge(StepContext step, string tool, IEnumerable<Finding> findings) =>
        Judge(step, ScanReport.Complete(tool, findings));

    /// <summary>Judges the findings of tools by the policy.</summary>
    /// <inheritdoc cref="Judge(StepContext, Severity, ImmutableArray{ScanReport})"/>
    public static StepResult Judge(StepContext step, params ImmutableArray<ScanReport> reports) =>
        Judge(step, step.Platform.Policy.Severity, reports);

    /// <summary>Judges known vulnerabilities by the policy of the step's environment.</summary>
    /// <inheritdoc cref="JudgeVulnerabilities(StepContext, DeploymentEnvironment, ImmutableArray{ScanReport})"/>
    public static StepResult JudgeVulnerabilities(StepContext step, params ImmutableArray<ScanReport> reports) =>
        JudgeVulnerabilities(step, step.Environment, reports);

    /// <summary>
    /// Judges known vulnerabilities by the policy of an environment: its severity, its exceptions, and whether those
    /// without a fix count. Writes which packages to upgrade.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="reports">The outcome of each tool.</param>
    public static StepResult JudgeVulnerabilities(
        StepContext step,
        DeploymentEnvironment environment,
        params ImmutableArray<ScanReport> reports
    )
    {
        var policy = step.Platform.PolicyOf(environment);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        ImmutableArray<ScanReport> judged =
        [
            .. reports.Select(report =>
                report with
                {
                    Findings =
                    [
                        .. report.Findings.Select(finding =>
                            FindingPolicy.Apply(finding, policy, step.Service.Name, today)
                        ),
                    ],
                }
            ),
        ];
        UpgradeAdvice.Write(step, judged.SelectMany(report => report.Findings));
        return Judge(step, policy.Severity, judged);
    }

    /// <summary>Judges the findings of compilers and linters: any of them fails the step.</summary>
    /// <inheritdoc cref="Judge(StepContext, Severity, ImmutableArray{ScanReport})"/>
    internal static StepResult JudgeAll(StepContext step, params ImmutableArray<ScanReport> reports) =>
        Judge(step, Severity.Unknown, reports);

    /// <summary>
    /// Judges the findings of tools: writes them as SARIF, provides them as a <see cref="FindingSet"/>, and names the
    /// worst. A tool that could not complete its scan is never a pass, nor is a step without any tool: the environment
    /// decides between failed and skipped.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="threshold">Findings of this severity and above fail the step.</param>
    /// <param name="reports">The outcome of each tool.</param>
    public static StepResult Judge(StepContext step, Severity threshold, params ImmutableArray<ScanReport> reports)
    {
        var ran = reports.Where(report => report.Outcome == ScanOutcome.Complete).ToImmutableArray();
        ImmutableArray<Finding> findings =
        [
            .. reports
                .SelectMany(report => report.Findings)
                .Select(finding => finding.With(step.Redact))
                .OrderByDescending(finding => finding.Severity)
                .ThenBy(finding => finding.File, StringComparer.Ordinal)
                .ThenBy(finding => finding.Line)
                .ThenBy(finding => finding.RuleId, StringComparer.Ordinal),
        ];
        ImmutableArray<string> named =
        [
            .. reports
                .Where(report => report.Outcome == ScanOutcome.Complete || !report.Findings.IsEmpty)
                .Select(report => report.Tool),
        ];
        if (!named.IsEmpty)
            Publish(step, new(named, findings, $"sarif/{step.Service.Name}/{step.Key.Target}.sarif"));

        var tools = string.Join(", ", named);
        var failing = findings.Where(finding => finding.Severity >= threshold && finding.Excuse is null).ToArray();
        if (failing.Length > 0)
            return StepResult.Failed($"{tools}: {Count(failing.Length)}{Bound(threshold)}: {Name(failing)}");

        var unable = reports.Where(report => report.Outcome == ScanOutcome.Unable).ToArray();
        return unable.Length > 0 ? step.Unable(Details(unable))
            : ran.Length == 0 ? step.Unable(Details(reports))
            : StepResult.PassedWith($"{tools}: {Summary(findings)}{Consulted(ran)}");
    }

    private static void Publish(StepContext step, FindingSet found)
    {
        foreach (var finding in found.Findings)
            step.Log.Write(finding.ToString());
        step.Output("sarif", $"{step.Key.Target}.sarif");
        AtomicFile.Write(step.Artifacts / found.Report, SarifWriter.Write(found));
        step.Provide(found);
    }

    private static string Count(int findings) => findings == 1 ? "1 finding" : $"{findings} findings";

    private static string Bound(Severity threshold) =>
        threshold == Severity.Unknown ? "" : $" of severity {threshold.Word()} and above";

    private static string Name(Finding[] findings) =>
        string.Join("; ", findings.Take(MostNamed))
        + (findings.Length > MostNamed ? $"; and {findings.Length - MostNamed} more" : "");

    private static string Summary(ImmutableArray<Finding> findings)
    {
        var bySeverity = findings
            .GroupBy(finding => finding.Severity)
            .Select(group => $"{group.Count()} {group.Key.Word()}");
        var excused = findings.Count(finding => finding.Excuse is not null);
        return findings.IsEmpty ? "no findings"
            : excused == 0 ? $"{Count(findings.Length)} below the threshold ({string.Join(", ", bySeverity)})"
            : $"{Count(findings.Length)} below the threshold or excused ({string.Join(", ", bySeverity)}; {excused} excused)";
    }

    private static string Consulted(ImmutableArray<ScanReport> ran) =>
        string.Concat(
            ran.Where(report => report.Detail is not null).Select(report => $"; {report.Tool} {report.Detail}")
        );

    private static string Details(IEnumerable<ScanReport> reports) =>
        string.Join("; ", reports.Select(report => report.Detail));
}
