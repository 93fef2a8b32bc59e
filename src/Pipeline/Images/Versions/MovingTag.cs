using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;
using Pipeline.Images.Building;
using Pipeline.Images.Registries;
using Pipeline.Planning;

namespace Pipeline.Images.Versions;

/// <summary>
/// An environment's moving tag, which follows the images pushed for it to later commits, and never back.
/// </summary>
internal static class MovingTag
{
    /// <summary>Moves the tag to the pushed image, unless it is at the image of a later commit.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="image">The repository and the digest.</param>
    /// <param name="registry">The registry.</param>
    /// <param name="step">The step.</param>
    /// <returns>True where the tag names the image now.</returns>
    /// <exception cref="StepFailedException">The registry refuses.</exception>
    public static async Task<bool> Move(
        string tag,
        (string Repository, string Digest) image,
        RegistryAccess registry,
        StepContext step
    )
    {
        var there = await registry.Client.FindManifest(image.Repository, tag, step.Log, step.Cancellation);
        if (there?.Digest == image.Digest)
            return true;

        if (there is not null && await LaterCommit(there, image.Repository, registry, step) is { } later)
        {
            step.Tell($"{tag} stays at {there.Digest}, which is of the later commit {later[..7]}");
            return false;
        }

        await registry.Client.Tag(image.Repository, image.Digest, tag, step.Log, step.Cancellation);
        return true;
    }

    // Null where it is no later commit, or where this clone cannot tell.
    private static async Task<string?> LaterCommit(
        ManifestContent there,
        string repository,
        RegistryAccess registry,
        StepContext step
    )
    {
        var labels = await registry.Client.Labels(repository, there, step.Log, step.Cancellation);
        if (labels.GetValueOrDefault(ImageLabels.Revision) is not { Length: 40 or 64 } revision)
            return null;
        try
        {
            var later = await LaterCommits.Read(step.Source.Root, step.Source.Commit, step.Cancellation);
            return later.Contain(revision) ? revision : null;
        }
        catch (GitException unknown)
        {
            step.Log.Write($"cannot tell which commits are later: {unknown.Message}");
            return null;
        }
    }
}
