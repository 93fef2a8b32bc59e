using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Quality.Languages;

/// <summary>What a language's own tools do for a service.</summary>
internal interface IToolchain
{
    /// <summary>The programs that it runs; null where packages are used that nothing pins, so that they do not tell all.</summary>
    IEnumerable<ToolProbe>? Probes(Service service);

    /// <summary>What <see cref="Compile"/> leaves in the service's folder.</summary>
    ServiceOutputs Outputs(Service service);

    /// <summary>Makes the service's sources into what is run, or shows that they could be.</summary>
    Task<StepResult> Compile(StepContext step);

    /// <summary>Runs the unit tests and measures what they cover.</summary>
    Task<StepResult> Test(StepContext step);

    /// <summary>Holds the sources against the language's and the service's rules.</summary>
    Task<StepResult> Lint(StepContext step);
}
