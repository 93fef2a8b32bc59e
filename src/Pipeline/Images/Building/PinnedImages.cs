using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Engines;
using Pipeline.Images.Layouts;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Building;

/// <summary>
/// The images that a builder which writes layouts is given in place of those that a Dockerfile names: own base images
/// by their layouts, and others by the digests that their tags point to now.
/// </summary>
/// <param name="Contexts">See <see cref="ImageRecipe.Contexts"/>.</param>
/// <param name="Digests">The digests of other images, by their names.</param>
internal sealed record PinnedImages(
    ImmutableSortedDictionary<string, string> Contexts,
    ImmutableDictionary<string, string> Digests
)
{
    private const string Latest = "latest";

    /// <summary>Nothing is pinned: for builders that find base images in their engine.</summary>
    public static PinnedImages None { get; } =
        new(ImmutableSortedDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty);

    /// <summary>The images of a Dockerfile.</summary>
    /// <param name="dockerfile">The text that it is built by.</param>
    /// <param name="arguments">The arguments that it is built with.</param>
    /// <param name="step">The step.</param>
    /// <exception cref="StepFailedException">The layout of a base image is gone.</exception>
    public static async Task<PinnedImages> Of(
        string dockerfile,
        IReadOnlyDictionary<string, string> arguments,
        StepContext step
    )
    {
        var own = step
            .Platform.BasesOf(step.Subject)
            .Select(image => (Image: image, Built: step.FindOf<BuiltImage>(image)))
            .Where(each => each.Built?.Layout is not null)
            .ToDictionary(each => $"{each.Built!.Reference}");
        var pinned = None;
        foreach (
            var name in Dockerfile.ImagesOf(dockerfile, arguments).Select(use => use.Image).OfType<string>().Distinct()
        )
            if (own.TryGetValue(name, out var one))
                pinned = pinned.From(name, LayoutOf(one.Image, one.Built!, step));
            else if (FallbackImage.IsOne(name))
                pinned = pinned.From(name, MadeLayout(name, step));
            // A name without a tag may be that of a build stage.
            else if (
                ImageReference.Parse(name) is { Digest: null, Tag: not (null or Latest) } image
                && await Digest(image, step) is { } digest
            )
                pinned = pinned with
                {
                    Contexts = pinned.Contexts.Add(name, $"docker-image://{image.Name}@{digest}"),
                    Digests = pinned.Digests.Add(name, digest),
                };
        return pinned;
    }

    private PinnedImages From(string name, ImageLayout layout) =>
        this with
        {
            Contexts = Contexts.Add(name, $"oci-layout://{layout.Folder}@{layout.Digest}"),
        };

    private static ImageLayout LayoutOf(OwnBase image, BuiltImage built, StepContext step) =>
        ImageLayout.Find(step.Artifacts / built.Layout!) is { } layout
        && (layout.Digest == built.Id || layout.Digest == step.FindOf<AdoptedImage>(image)?.Digest)
            ? layout
            : throw new StepFailedException(
                $"base image {image.Name} is no longer in {step.Artifacts / built.Layout!}: run Image of {image.Name} again"
            );

    private static ImageLayout MadeLayout(string name, StepContext step) =>
        ImageLayout.Find(FallbackImage.FolderOf(name, step.Artifacts))
        ?? throw new StepFailedException(
            $"{name} is no longer in {FallbackImage.FolderOf(name, step.Artifacts)}: run again"
        );

    // Left to the builder, which may know mirrors.
    private static async Task<string?> Digest(ImageReference image, StepContext step)
    {
        try
        {
            var registry = await RegistryAccess.Of(step, step.Environment, image);
            var repository =
                image.Registry is null && !image.Repository.Contains('/', StringComparison.Ordinal)
                    ? $"library/{image.Repository}"
                    : image.Repository;
            var digest = await registry.Client.StatedDigest(repository, image.Tag!, step.Cancellation);
            step.Log.Write($"{image} is {digest ?? "not in its registry"}");
            return digest;
        }
        catch (StepFailedException unknown)
        {
            step.Log.Write($"cannot tell the digest of {image}: {unknown.Message}");
            return null;
        }
    }
}
