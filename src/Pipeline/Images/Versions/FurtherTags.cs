using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;
using Pipeline.Planning.Versions;

namespace Pipeline.Images.Versions;

/// <summary>The further tags of a pushed image, beside its version.</summary>
internal static class FurtherTags
{
    /// <summary>
    /// Sets the tag of version and commit, which never moves, and the environment's moving tag where it has one.
    /// </summary>
    /// <param name="version">The version.</param>
    /// <param name="pushed">The image, with its digest.</param>
    /// <param name="step">The step.</param>
    /// <returns>The tags that name the image, new or not.</returns>
    /// <exception cref="StepFailedException">The fixed tag names another image, or the registry refuses.</exception>
    public static async Task<ImmutableArray<string>> Set(
        PlannedVersion version,
        ImageReference pushed,
        StepContext step
    )
    {
        ImmutableArray<string> fixedTags = version.GitTag is null
            ? []
            : [VersionTag.WithCommit(version.Version, step.Source.Tag)];
        var moving = step.Environment.MovingTag;
        if (fixedTags.IsEmpty && moving is null)
            return [];

        var registry = await RegistryAccess.Of(step);
        var (repository, digest) = (pushed.Repository, pushed.Digest!);
        foreach (var tag in fixedTags)
            if (await Digest(tag) is not { } there)
                await registry.Client.Tag(repository, digest, tag, step.Log, step.Cancellation);
            else if (there != digest)
                throw new StepFailedException(
                    $"{repository}:{tag} is another image in the registry ({there}) than the one that was pushed ({digest}): nothing was overwritten"
                );

        return moving is not null && await MovingTag.Move(moving, (repository, digest), registry, step)
            ? fixedTags.Add(moving)
            : fixedTags;

        async Task<string?> Digest(string tag) =>
            (await registry.Client.Find(repository, tag, step.Log, step.Cancellation))?.Digest;
    }
}
