namespace Pipeline.Images.LocalRegistries;

/// <summary>A registry that was started for a run.</summary>
internal interface IRegistryServer : IAsyncDisposable
{
    /// <summary>True once its process has ended.</summary>
    Task<bool> HasEnded(CancellationToken cancellation);

    /// <summary>The last lines of its log.</summary>
    Task<string> LastWords(CancellationToken cancellation);
}
