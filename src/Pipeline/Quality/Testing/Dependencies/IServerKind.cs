using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;

namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>What is known of a kind of server.</summary>
internal interface IServerKind
{
    /// <summary>The signal that ends it at once, whoever is connected.</summary>
    string Signal => "TERM";

    /// <summary>How it runs from its image.</summary>
    ServerImage Container(TestDependency dependency, ServerPlace place);

    /// <summary>The program of this machine that it runs by, made ready; null where there is none.</summary>
    /// <exception cref="StepFailedException">It cannot be made ready.</exception>
    Task<CommandLine?> Program(TestDependency dependency, ServerPlace place, StepContext step);

    /// <summary>Why it is not ready yet, as a few words; null once it is.</summary>
    Task<string?> Obstacle(TestDependency dependency, ServerPlace place, CancellationToken cancellation);

    /// <summary>What the tests are told of it, by the names that its clients know.</summary>
    IEnumerable<KeyValuePair<string, string>> Variables(ServerPlace place);
}
