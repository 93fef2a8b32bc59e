using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Images.Engines;

namespace Pipeline.Images.Building;

/// <summary>
/// The images that an image was built from (<c>FROM</c> and <c>COPY --from</c>), with their digests where those are
/// known.
/// </summary>
/// <param name="ImageId">The id of the image that was built.</param>
/// <param name="Images">The images that it was built from, in the order of the Dockerfile.</param>
internal sealed record BuildDependencies(string ImageId, ImmutableArray<ImageReference> Images) : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "ImageBases";

    /// <summary>True where own base images have the digests of those that it was really built on.</summary>
    public bool HasOwnDigests { get; init; }

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
            await engine.Find(image.ToString(), cancellation) is { } found
                ? DigestOf(image, [.. found.Pulled.Select(ImageReference.Parse)], engine.IsDocker)
                : null;
    }

    /// <summary>The digest that an image was pulled by; null where that cannot be told.</summary>
    /// <param name="image">The image, as the Dockerfile names it.</param>
    /// <param name="pulled">What the engine says that the image was pulled as.</param>
    /// <param name="isDocker">
    /// False for Podman, which pairs every name of an image with every digest, also with those of a registry that was
    /// never asked by that name.
    /// </param>
    internal static string? DigestOf(ImageReference image, ImmutableArray<ImageReference> pulled, bool isDocker)
    {
        var own = pulled.Where(one => one.Familiar == image.Familiar).Select(one => one.Digest).Distinct().ToArray();
        var isPaired = !isDocker && pulled.Any(one => one.Familiar != image.Familiar);
        return isPaired || own is not [var only] ? null : only;
    }
}
