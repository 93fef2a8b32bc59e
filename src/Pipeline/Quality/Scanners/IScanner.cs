using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Scanners;

/// <summary>A tool that searches a service for findings.</summary>
internal interface IScanner
{
    /// <summary>Scans the step's service.</summary>
    /// <exception cref="StepFailedException">The tool's report cannot be read.</exception>
    Task<ScanReport> Scan(StepContext step);
}
