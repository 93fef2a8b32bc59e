using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;

namespace Pipeline.Quality;

/// <summary>The target <c>Sast</c>: searches a service's own sources for insecure code.</summary>
public static class StaticAnalysis
{
    /// <summary>The programs that scan a service's sources.</summary>
    public static Input Tools { get; } =
        CommonInputs.Tools(service => ScannersFor(service).SelectMany(scanner => scanner.Probes(service)));

    /// <summary>Runs DevSkim, which knows most languages, and the scanners for the service's own.</summary>
    public static async Task<StepResult> Run(Service service, StepContext step)
    {
        var sources = await SourceTree.Read(step);
        var reports = ImmutableArray.CreateBuilder<ScanReport>();
        foreach (var scanner in ScannersFor(service))
        {
            var report = await scanner.Scan(step);
            reports.Add(report with { Findings = [.. report.Findings.Where(finding => sources.Has(finding.File))] });
        }

        return Gate.Judge(step, reports.ToImmutable());
    }

    private static IEnumerable<ISourceScanner> ScannersFor(Service service) =>
        [new DevSkim(), .. SupportedLanguages.Find(service.Language)?.SourceScanners ?? []];
}
