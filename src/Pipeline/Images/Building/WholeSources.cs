using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Git;

namespace Pipeline.Images.Building;

/// <summary>
/// Makes sure that all files that an image is built from are here: else it would be another than that of the commit.
/// </summary>
internal static class WholeSources
{
    /// <summary>Refuses a folder that a sparse checkout, or a submodule that is not here, leaves incomplete.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">What it is, in a sentence.</param>
    /// <param name="otherwise">What else can be done, as the end of a sentence.</param>
    /// <param name="isNeeded">True for the paths that the image is built from.</param>
    /// <param name="step">The step.</param>
    /// <exception cref="StepFailedException">Something is missing.</exception>
    public static void Check(
        AbsolutePath folder,
        string name,
        string otherwise,
        Func<string, bool> isNeeded,
        StepContext step
    )
    {
        var root = step.Source.Root;
        var module = new SubmoduleTree(root)
            .MissingBelow(SlashedPath.Between(root, folder))
            .FirstOrDefault(module => isNeeded(root / module.Path));
        if (module is not null)
            throw new StepFailedException($"{name} holds {module.Remedy}{otherwise}");
        if (new LeftOutFiles(root).Below(folder).FirstOrDefault(isNeeded) is { } missing)
            throw new StepFailedException(
                $"{missing} is part of {name}, and this sparse checkout leaves it out: fetch it with \"git sparse-checkout add\"{otherwise}"
            );
    }
}
