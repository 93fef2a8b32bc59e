using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Images.Engines;

namespace Pipeline.Images.Building;

/// <summary>The images that an image was built from (<c>FROM</c> and <c>COPY --from</c>), with their digests where those are known.</summary>
/// <param name="ImageId">The id of the image that was built.</param>
/// <param name="Images">The images that it was built from, in the order of the Dockerfile.</param>
internal sealed record BuildDependencies(string ImageId, ImmutableArray<ImageReference> Images) : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "ImageBases";

    /// <summary>The dependencies of an image that was just built.</summary>
    /// <param name="built">The image.</param>
    /// <param name="dockerfile">The text of its Dockerfile.</param>
    /// <param name="arguments">The arguments that it was built with.</param>
    /// <param name="pinned">The digests that its builder was given for tags.</param>
    /// <param name="engine">The engine that built it, and that knows the digests of what it pulled.</param>
    /// <param name="cancellation">Cancels it.</param>
    internal static async Task<BuildDependencies> Of(
        LocalImage built,
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
