using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Images.Building;

namespace Pipeline.Images;

/// <summary>The images that a provenance statement names as those that an image was built from.</summary>
internal static class ProvenanceBases
{
    /// <summary>Those of a service's image; the platform's own base images with the digests that they were pushed as.</summary>
    /// <param name="source">The service or base image.</param>
    /// <param name="step">A step of it.</param>
    /// <returns>None where it is not known how the image was built.</returns>
    public static ImmutableArray<ImageReference> Of(ImageSource source, StepContext step)
    {
        if (step.Find<ImageBases>() is not { } known || known.ImageId != step.Find<BuiltImage>()?.Id)
            return [];
        var own = step
            .Platform.BasesOf(source)
            .Select(image => step.FindOf<PushedImage>(image)?.Reference)
            .OfType<ImageReference>()
            .ToDictionary(pushed => pushed with { Digest = null });
        return [.. known.Images.Select(image => own.GetValueOrDefault(image with { Digest = null }) ?? image)];
    }
}
