using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Quality.Scanners;

/// <summary>A tool that looks for findings in a service.</summary>
internal interface IScanner
{
    /// <summary>Looks at the step's service.</summary>
    /// <exception cref="StepFailedException">Its report is not to be read.</exception>
    Task<ScanReport> Scan(StepContext step);
}
