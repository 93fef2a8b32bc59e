using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;

namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>A kind of server: how it is started, and when it is ready.</summary>
internal interface IServerKind
{
    /// <summary>The name of the signal that ends it at once, even with clients connected.</summary>
    string Signal => "TERM";

    /// <summary>The container that it runs in.</summary>
    ServerImage Container(TestDependency dependency, ServerPlace place);

    /// <summary>The installed program that runs it, with its data prepared; null where none is installed.</summary>
    /// <exception cref="StepFailedException">Its data cannot be prepared.</exception>
    Task<CommandLine?> Program(TestDependency dependency, ServerPlace place, StepContext step);

    /// <summary>Why it is not ready yet, in a few words; null once it is.</summary>
    Task<string?> Obstacle(TestDependency dependency, ServerPlace place, CancellationToken cancellation);

    /// <summary>The environment variables that lead its clients to it.</summary>
    IEnumerable<KeyValuePair<string, string>> Variables(ServerPlace place);
}
