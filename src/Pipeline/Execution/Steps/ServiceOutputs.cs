namespace Pipeline.Execution.Steps;

/// <summary>What a step leaves in a service's folder, beside its files under artifacts.</summary>
/// <param name="Folders">
/// Folders whose ignored files (by Git) are cached and restored; relative to the service's folder, with forward
/// slashes.
/// </param>
/// <param name="Standing">
/// Files that stand for something too large to cache, such as the list of installed packages: where one is not as the
/// step left it, the step runs again.
/// </param>
public sealed record ServiceOutputs(ImmutableArray<string> Folders, ImmutableArray<string> Standing)
{
    /// <summary>Nothing.</summary>
    public static ServiceOutputs None { get; } = new([], []);

    internal bool IsNone => Folders.IsEmpty && Standing.IsEmpty;
}
