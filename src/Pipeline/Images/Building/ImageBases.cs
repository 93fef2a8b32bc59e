using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Images.Engines;

namespace Pipeline.Images.Building;

/// <summary>What an image was built on, and copied from: each image with its digest, where that is known.</summary>
/// <param name="ImageId">The image that was built, as the engine knows it.</param>
/// <param name="Images">The others, in the order of the Dockerfile.</param>
public sealed record ImageBases(string ImageId, ImmutableArray<ImageReference> Images) : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "ImageBases";

    /// <summary>Tells it of an image that was just built.</summary>
    /// <param name="built">The image.</param>
    /// <param name="dockerfile">The text that it was built by.</param>
    /// <param name="arguments">The arguments that it was built with.</param>
    /// <param name="pinned">What its builder has taken for images without a digest.</param>
    /// <param name="engine">Has built it, and knows what it has pulled for that.</param>
    /// <param name="cancellation">Gives up.</param>
    internal static async Task<ImageBases> Of(
        EngineImage built,
        string dockerfile,
        IReadOnlyDictionary<string, string> arguments,
        PinnedImages pinned,
        ContainerEngine engine,
        CancellationToken cancellation
    )
    {
        var images = ImmutableArray.CreateBuilder<ImageReference>();
        foreach (
            var name in Dockerfile.ImagesOf(dockerfile, arguments).Select(use => use.Image).OfType<string>().Distinct()
        )
        {
            var image = ImageReference.Parse(name);
            images.Add(
                image.Digest is null
                    ? image with
                    {
                        Digest = pinned.Digests.GetValueOrDefault(name) ?? await Pulled(image),
                    }
                    : image
            );
        }

        return new(built.Id, images.ToImmutable());

        async Task<string?> Pulled(ImageReference image) =>
            (await engine.Find(image.ToString(), cancellation))
                ?.Pulled.Select(ImageReference.Parse)
                .FirstOrDefault(pulled => pulled.Familiar == image.Familiar)
                ?.Digest;
    }
}
