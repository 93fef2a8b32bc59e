using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Scanners;

/// <summary>Trivy on a service's sources.</summary>
internal sealed class TrivyFileSystem : IScanner
{
    public Task<ScanReport> Scan(StepContext step) => Trivy.Scan(step, TrivyTarget.Sources(step));
}
