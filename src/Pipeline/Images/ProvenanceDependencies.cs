using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Images.Building;

namespace Pipeline.Images;

/// <summary>The images that a provenance statement lists as resolved dependencies.</summary>
internal static class ProvenanceDependencies
{
    /// <summary>The dependencies of an image; own base images with the digests that they were pushed with.</summary>
    /// <param name="source">The service or base image.</param>
    /// <param name="step">A step about it.</param>
    /// <returns>Empty where it is not known how the image was built.</returns>
    public static ImmutableArray<ImageReference> Of(ImageSource source, StepContext step)
    {
        if (step.Find<BuildDependencies>() is not { } known || known.ImageId != step.Find<BuiltImage>()?.Id)
            return [];
        if (known.HasOwnDigests)
            return known.Images;
        var own = step
            .Platform.BasesOf(source)
            .Select(image => step.FindOf<PushedImage>(image)?.Reference)
            .OfType<ImageReference>()
            .ToDictionary(pushed => pushed with { Digest = null });
        return [.. known.Images.Select(image => own.GetValueOrDefault(image with { Digest = null }) ?? image)];
    }
}
