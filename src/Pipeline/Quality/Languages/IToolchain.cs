using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Quality.Languages;

/// <summary>A language's own compiler, test runner and linters.</summary>
internal interface IToolchain
{
    /// <summary>The programs whose versions decide the results; null where unpinned packages decide too.</summary>
    IEnumerable<ToolProbe>? Probes(Service service);

    /// <summary>The files that <see cref="Compile"/> leaves in the service's folder.</summary>
    ServiceOutputs Outputs(Service service);

    /// <summary>Builds the service, or checks that its sources compile.</summary>
    Task<StepResult> Compile(StepContext step);

    /// <summary>Runs the unit tests and measures their coverage.</summary>
    Task<StepResult> Test(StepContext step);

    /// <summary>Checks the sources against the language's and the service's rules.</summary>
    Task<StepResult> Lint(StepContext step);
}
