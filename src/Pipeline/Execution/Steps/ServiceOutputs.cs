namespace Pipeline.Execution.Steps;

/// <summary>What a step leaves in a service's folder, beside the files that it writes under the folder of artifacts.</summary>
/// <param name="Folders">
/// Folders of which those files are kept and given back that Git ignores; relative to the service's folder, with forward slashes.
/// </param>
/// <param name="Standing">
/// Files that are too much to keep with what they stand for, such as the list of installed packages: where one is not as the
/// step left it, the step is run again.
/// </param>
public sealed record ServiceOutputs(ImmutableArray<string> Folders, ImmutableArray<string> Standing)
{
    /// <summary>It leaves nothing there.</summary>
    public static ServiceOutputs None { get; } = new([], []);

    internal bool IsNone => Folders.IsEmpty && Standing.IsEmpty;
}
