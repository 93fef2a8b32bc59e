using Pipeline.Execution.Steps;

namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>Runs servers from images.</summary>
internal interface ITestContainers
{
    /// <summary>
    /// Starts a server; null without a container engine, or where the image cannot be pulled: the log says why.
    /// </summary>
    Task<ITestServer?> Start(ServerImage container, StepContext step);
}
