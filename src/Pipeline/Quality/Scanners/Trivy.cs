using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Scanners;

/// <summary>Aqua's Trivy: known vulnerabilities, secrets and misconfigurations in images and in sources.</summary>
internal static class Trivy
{
    /// <summary>The tool's name in findings.</summary>
    public const string Name = "trivy";

    private const string IgnoreName = ".trivyignore";

    /// <summary>Its full path; null where it is not installed.</summary>
    public static string? Find(StepContext step) => step.FindProgram(Name);

    /// <summary>
    /// Scans a target; <see cref="Gate"/> judges the report. Where no package was recognised, the scan is absent: the
    /// findings of other kinds count, and their absence proves nothing.
    /// </summary>
    /// <exception cref="StepFailedException">It succeeded, but its report cannot be read.</exception>
    public static async Task<ScanReport> Scan(StepContext step, TrivyTarget target)
    {
        if (Find(step) is not { } trivy)
            return ScanReport.Absent(Name, "trivy is not installed: see trivy.dev");

        var (outcome, report) = await step.Passing(
            Name,
            file =>
                target.Run(
                    step,
                    new(
                        trivy,
                        [
                            target.Command,
                            "--format",
                            "json",
                            "--output",
                            file,
                            "--scanners",
                            target.Scanners,
                            "--no-progress",
                            .. IgnoreFile(step),
                            .. target.Arguments,
                        ]
                    )
                    {
                        Directory = step.Service.Directory,
                        Variables = target.Variables.Add("TRIVY_LIST_ALL_PKGS", "true"),
                    }
                )
        );
        if (!outcome.Succeeded)
            return ScanReport.Unable(Name, $"trivy ended with {outcome.ExitCode}: {outcome.LastLine()}");

        var scan = ScanReport.Complete(Name, TrivyReport.Read(report, target.Prefix), await Knowledge(step, trivy));
        return TrivyReport.HasPackages(report)
            ? scan
            : scan with
            {
                Outcome = ScanOutcome.Absent,
                Detail = $"trivy recognised no package in {target.Name}, so it knows of no vulnerability",
            };
    }

    // Trivy reads .trivyignore in the service's folder, where it runs; the platform's is passed to it.
    private static string[] IgnoreFile(StepContext step) =>
        !File.Exists(step.Service.Directory / IgnoreName) && File.Exists(step.Platform.Root / IgnoreName)
            ? ["--ignorefile", step.Platform.Root / IgnoreName]
            : [];

    // Asked afterwards, as the scan may have updated the database.
    private static async Task<string> Knowledge(StepContext step, string trivy)
    {
        var outcome = await step.RunOwn(new(trivy, "version", "--format", "json"));
        var about = outcome.Succeeded ? TrivyVersion.Read(outcome.Output) : TrivyVersion.Unknown;
        return about.Check(step.Platform.PolicyOf(step.Environment), DateTimeOffset.UtcNow);
    }
}
