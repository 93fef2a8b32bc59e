using Pipeline.Execution.Steps;

namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>A server that was started for the tests of a step. It ends when it is disposed of.</summary>
public interface ITestServer : IAsyncDisposable
{
    /// <summary>True until it has ended by itself.</summary>
    Task<bool> IsRunning(CancellationToken cancellation);

    /// <summary>The last lines that it has written.</summary>
    Task<ImmutableArray<string>> LastLines(int lines);
}

/// <summary>A server that runs from an image.</summary>
/// <param name="Image">The reference, pinned by digest.</param>
/// <param name="Port">The port that it listens on.</param>
/// <param name="Variables">Its environment variables, <c>NAME=value</c>.</param>
/// <param name="Arguments">The arguments of its program; none: its own.</param>
public sealed record ServerImage(
    string Image,
    int Port,
    ImmutableArray<string> Variables,
    ImmutableArray<string> Arguments
);

/// <summary>Runs servers from images.</summary>
public interface ITestContainers
{
    /// <summary>Starts one; null where there is no container engine, or the image cannot be had: the log says why.</summary>
    Task<ITestServer?> Start(ServerImage container, StepContext step);
}
