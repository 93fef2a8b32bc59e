using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Scanners;

namespace Pipeline.Quality;

/// <summary>Searches what a service depends on for known vulnerabilities.</summary>
public static class DependencyAnalysis
{
    /// <summary>Runs the tool of the service's language and Trivy; one of them has to be there.</summary>
    public static async Task<StepResult> Run(Service service, StepContext step)
    {
        var reports = ImmutableArray.CreateBuilder<ScanReport>();
        foreach (var scanner in For(service.Language))
            reports.Add(await scanner.Scan(step));
        return Gate.JudgeVulnerabilities(step, reports.ToImmutable());
    }

    private static IEnumerable<IScanner> For(Language language) =>
        language switch
        {
            Language.Go => [new Govulncheck(), new TrivyFileSystem()],
            Language.Python => [new PipAudit(), new TrivyFileSystem()],
            Language.Node => [new NpmAudit(), new TrivyFileSystem()],
            Language.DotNet => [new VulnerablePackages(), new TrivyFileSystem()],
            _ => [new TrivyFileSystem()],
        };
}
