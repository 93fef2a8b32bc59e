namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>A server started for the tests of a step; disposing of it ends it.</summary>
public interface ITestServer : IAsyncDisposable
{
    /// <summary>False once it has exited.</summary>
    Task<bool> IsRunning(CancellationToken cancellation);

    /// <summary>The last lines of its output.</summary>
    Task<ImmutableArray<string>> LastLines(int lines);
}
