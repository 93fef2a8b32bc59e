using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Languages;
using Pipeline.Quality.Scanners;

namespace Pipeline.Quality;

/// <summary>Searches a service's own sources for insecure code.</summary>
public static class StaticAnalysis
{
    /// <summary>The scanners that there are for a service, with the rules that they come with.</summary>
    public static Input Tools { get; } =
        CommonInputs.Tools(service =>
            [
                DotNetToolchain.Sdks,
                new(DevSkimTool.ManifestFor(service.Directory) ?? "devskim"),
                .. service.Language switch
                {
                    Language.Python => [.. PythonInterpreter.Versions(service), new("bandit", "--version")],
                    Language.Go => [GoToolchain.Version, new("gosec", "--version")],
                    _ => ImmutableArray<ToolProbe>.Empty,
                },
            ]
        );

    /// <summary>Runs DevSkim, which knows every language, and beside it what there is for the service's own.</summary>
    public static async Task<StepResult> Run(Service service, StepContext step)
    {
        var sources = await SourceTree.Read(step);
        var reports = ImmutableArray.CreateBuilder<ScanReport>();
        foreach (var scanner in For(service.Language))
        {
            var report = await scanner.Scan(step);
            reports.Add(report with { Findings = [.. report.Findings.Where(finding => sources.Has(finding.File))] });
        }

        return Gate.Judge(step, reports.ToImmutable());
    }

    private static IEnumerable<IScanner> For(Language language) =>
        language switch
        {
            Language.Python => [new DevSkim(), new Bandit()],
            Language.Go => [new DevSkim(), new Gosec()],
            _ => [new DevSkim()],
        };
}
