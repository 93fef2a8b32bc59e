using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments;

/// <summary>A service's image in an environment after a run.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="File">The file that states it, relative to the repository; the first of several.</param>
/// <param name="Commit">The commit of this run that set it; null where it was already there.</param>
/// <param name="Reference">The image.</param>
/// <param name="Diff">The commit's changes, as a unified diff; empty where it was already there.</param>
public sealed record ImageBump(
    string Environment,
    string File,
    string? Commit,
    ImageReference Reference,
    string Diff = ""
) : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "ImageBump";
}
