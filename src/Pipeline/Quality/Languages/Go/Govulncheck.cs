using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;

namespace Pipeline.Quality.Languages.Go;

/// <summary>govulncheck: finds known vulnerabilities of the Go vulnerability database that the code calls.</summary>
internal sealed class Govulncheck : IScanner
{
    private const string Name = "govulncheck";

    public async Task<ScanReport> Scan(StepContext step)
    {
        if (step.FindProgram(Name) is not { } govulncheck)
            return ScanReport.Absent(
                Name,
                "govulncheck is not installed: go install golang.org/x/vuln/cmd/govulncheck@latest"
            );

        var findings = ImmutableArray.CreateBuilder<Finding>();
        var asked = ScanReport.Absent(Name, $"{step.Service.Path} holds no Go package for govulncheck to look at");
        foreach (var module in (await ServiceModules.Of(step)).All)
        {
            var outcome = await step.Run(
                new(govulncheck, "-json", "./...")
                {
                    Directory = module.Folder,
                    Variables = ImmutableDictionary<string, string?>.Empty.Add("GOTOOLCHAIN", "local"),
                },
                _ => null
            );
            if (outcome.Error.Contains("matched no packages", StringComparison.Ordinal))
                continue;
            // Some versions exit with 3 for findings even with -json.
            if (outcome.ExitCode is not (0 or 3))
                return ScanReport.Unable(Name, $"govulncheck ended with {outcome.ExitCode}: {outcome.LastLine()}");
            asked = await GovulncheckReport.Read(step, outcome.Output, module.Folder);
            if (asked.Outcome != ScanOutcome.Complete)
                return asked;
            findings.AddRange(asked.Findings);
        }

        return asked with
        {
            Findings = findings.ToImmutable(),
        };
    }
}
