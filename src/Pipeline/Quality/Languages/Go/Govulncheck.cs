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

        var outcome = await step.Run(
            new(govulncheck, "-json", "./...")
            {
                Directory = step.Service.Directory,
                Variables = ImmutableDictionary<string, string?>.Empty.Add("GOTOOLCHAIN", "local"),
            },
            _ => null
        );
        // Some versions exit with 3 for findings even with -json.
        return outcome.ExitCode is 0 or 3
            ? await GovulncheckReport.Read(step, outcome.Output)
            : ScanReport.Unable(Name, $"govulncheck ended with {outcome.ExitCode}: {outcome.LastLine()}");
    }
}
