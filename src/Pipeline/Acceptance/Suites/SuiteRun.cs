using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Processes;

namespace Pipeline.Acceptance.Suites;

/// <summary>Runs a suite in a step, again where the catalog allows it, and keeps what it leaves.</summary>
/// <param name="suite">The suite.</param>
/// <param name="step">The step.</param>
/// <param name="addresses">Where the services answer.</param>
internal sealed class SuiteRun(EndToEndSuite suite, StepContext step, EnvironmentAddresses addresses)
{
    private AbsolutePath Kept => step.Artifacts / "end-to-end" / suite.Name;

    /// <summary>Runs it until it passes, or has run as often as it may.</summary>
    /// <exception cref="StepFailedException">Its program is not installed.</exception>
    public async Task<SuiteReport> Run()
    {
        step.Variables = SuiteVariables.Of(step, addresses).SetItems(Passed);
        step.Writable = [suite.Folder];
        step.Ports = [.. addresses.Ports];
        Kept.DeleteDirectory();
        var report = SuiteReport.Begin(suite.Name);
        do
        {
            if (report.Runs > 0)
                step.Tell($"{SuiteSentence.Of(report)}; it runs again");
            var (attempt, artifacts) = await Attempt(report.Runs + 1);
            report = report.With(attempt, artifacts);
        } while (!report.Passed && report.Runs <= suite.Retries);
        return report;
    }

    // The platform's suite runs in the step of a service, and sees none of the service's own variables.
    private IEnumerable<KeyValuePair<string, string?>> Passed =>
        step
            .Service.PassEnv.Union(suite.PassEnv)
            .Select(name =>
                KeyValuePair.Create(
                    name,
                    suite.PassEnv.Contains(name) ? Environment.GetEnvironmentVariable(name) : null
                )
            );

    private async Task<(SuiteAttempt Attempt, ImmutableArray<string> Artifacts)> Attempt(int number)
    {
        var reports = new FreshFiles(suite.Folder, suite.Results);
        var artifacts = new FreshFiles(suite.Folder, [suite.Results, .. suite.Artifacts]);
        var command = new CommandLine(suite.Command[0], suite.Command[1..]) { Directory = suite.Folder };
        var outcome = await step.Run(command, suite.Timeout);
        var written = reports.Find();
        return (Judge(written, outcome), Keep(artifacts.Find(), Kept / $"run-{number}"));
    }

    private SuiteAttempt Judge(ImmutableArray<AbsolutePath> reports, CommandOutcome? outcome)
    {
        try
        {
            return SuiteAttempt.Of(reports.IsEmpty ? null : Read(reports), outcome);
        }
        catch (StepFailedException unreadable)
        {
            // A suite that was ended may leave half a report.
            return outcome is null ? SuiteAttempt.Of(null, outcome) : new([], unreadable.Message);
        }
    }

    // Of a case in several reports, the worst end counts.
    private ImmutableArray<SuiteCase> Read(ImmutableArray<AbsolutePath> reports) =>
        [
            .. reports
                .SelectMany(report => CaseReport.Read(report))
                .Select(Redacted)
                .GroupBy(one => one.Id)
                .Select(several => several.MaxBy(one => one.Outcome)!),
        ];

    private SuiteCase Redacted(SuiteCase one) =>
        one.Message is { } message ? one with { Message = step.Redact(message) } : one;

    private ImmutableArray<string> Keep(ImmutableArray<AbsolutePath> files, AbsolutePath folder)
    {
        foreach (var file in files)
        {
            var kept = folder / SlashedPath.Between(suite.Folder, file);
            Directory.CreateDirectory(kept.Parent!);
            File.Copy(file, kept, overwrite: true);
            step.RedactFile(kept);
        }

        return
        [
            .. files.Select(file =>
                SlashedPath.Between(step.Artifacts, folder / SlashedPath.Between(suite.Folder, file))
            ),
        ];
    }
}
