using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Quality.Scanners;

/// <summary>
/// A scanner whose findings depend on a service's sources and on its own version alone, so that they can be cached.
/// </summary>
internal interface ISourceScanner : IScanner
{
    /// <summary>The programs that it runs, with the rules that come with them.</summary>
    IEnumerable<ToolProbe> Probes(Service service);
}
