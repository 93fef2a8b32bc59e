using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;

namespace Pipeline.Quality;

/// <summary>The target <c>Sca</c>: searches the packages that a service depends on for known vulnerabilities.</summary>
internal static class DependencyAnalysis
{
    /// <summary>
    /// Runs the scanners for the service's language, and Trivy; at least one of them must be installed.
    /// </summary>
    public static async Task<StepResult> Run(Service service, StepContext step)
    {
        var reports = ImmutableArray.CreateBuilder<ScanReport>();
        foreach (var scanner in ScannersFor(service))
            reports.Add(await scanner.Scan(step));
        return Gate.JudgeVulnerabilities(step, reports.ToImmutable());
    }

    private static IEnumerable<IScanner> ScannersFor(Service service) =>
        [.. SupportedLanguages.Find(service.Language)?.DependencyScanners ?? [], new TrivyFileSystem()];
}
