using Pipeline.Catalog;
using Pipeline.Execution.Cache;
using Pipeline.Execution.Steps;
using Pipeline.Planning;

namespace Pipeline.Images.Building;

/// <summary>
/// What identifies an image: a service's is identified by its commit, a base image by the key of its content.
/// </summary>
/// <param name="Tag">The tag.</param>
/// <param name="Label">
/// The label that holds <paramref name="Value"/>, as a tag may have been moved to another image.
/// </param>
/// <param name="Value">The commit, or the key.</param>
internal sealed record ImageIdentity(string Tag, string Label, string Value)
{
    /// <summary>The identity of an image in a run.</summary>
    public static async Task<ImageIdentity> Of(ImageSource source, StepContext step)
    {
        if (source is not OwnBase image)
            return ByCommit(step);

        var ids = await step.Shared(_ => Task.FromResult(new SourceIds(step.Source)));
        var key = new BaseKey(step.Platform, step.Source, ids).Of(image);
        return key is { } known ? new(BaseKey.TagOf(known), ImageLabels.Content, known.Value) : ByCommit(step);
    }

    private static ImageIdentity ByCommit(StepContext step) =>
        new(step.Source.Tag, ImageLabels.Revision, step.Source.Commit);
}
