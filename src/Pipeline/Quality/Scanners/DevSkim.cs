using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Tools;

namespace Pipeline.Quality.Scanners;

/// <summary>Microsoft's DevSkim: searches for patterns of insecure code in most languages.</summary>
internal sealed partial class DevSkim : ISourceScanner
{
    private const string Name = "devskim";

    public IEnumerable<ToolProbe> Probes(Service service) =>
        [DotNetSdks.Probe, new(ToolManifest.For(service.Directory) ?? Name)];

    public async Task<ScanReport> Scan(StepContext step)
    {
        if (step.FindProgram("dotnet") is not { } dotnet)
            return ScanReport.Unable(Name, "devskim cannot run: dotnet is not on the path");

        var installed = await step.Shared(cancellation =>
            RestoredDevSkim.Restore(dotnet, step.Service.Directory, cancellation)
        );
        if (installed.Problem is { } problem)
            return ScanReport.Unable(Name, problem);

        var (outcome, report) = await step.Passing(
            Name,
            file =>
                step.Run(
                    new(dotnet, ["tool", "run", Name, "--", "analyze", .. Arguments(step, file)])
                    {
                        Directory = installed.Folder,
                    }
                )
        );
        return !outcome.Succeeded
                ? ScanReport.Unable(Name, $"devskim ended with {outcome.ExitCode}: {outcome.LastLine()}")
            : !LookedAtFiles().IsMatch(outcome.Output)
                ? ScanReport.Absent(Name, $"devskim reports no file of {step.Service.Path} that it looked at")
            : ScanReport.Complete(
                Name,
                SarifReader.Read(Name, report, exists: file => File.Exists(step.Source.Root / file))
            );
    }

    // Excerpts would copy detected secrets into the report.
    private static string[] Arguments(StepContext step, string file) =>
        [
            "--source-code",
            step.Service.Directory,
            "--base-path",
            step.Source.Root,
            "--file-format",
            "sarif",
            "--output-file",
            file,
            "--skip-excerpts",
            // The report does not say how many files it looked at.
            "--console-verbosity",
            "Debug",
            // In parallel, which text it takes for a comment depends on the rule that reads the file first.
            "--disable-parallel",
            "--ignore-globs",
            string.Join(',', SourceTree.Generated.Select(folder => $"**/{folder}/**")),
        ];

    [GeneratedRegex("Files analyzed: [1-9]")]
    private static partial Regex LookedAtFiles();
}
