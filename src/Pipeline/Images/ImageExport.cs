using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Images.Building;
using Pipeline.Images.Layouts;

namespace Pipeline.Images;

/// <summary>The target <c>Export</c>: leaves an image as an OCI layout, for a job on another machine.</summary>
internal static class ImageExport
{
    /// <summary>
    /// Takes the <see cref="BuiltImage"/> of a service or base image, and provides its <see cref="ExportedImage"/>.
    /// </summary>
    public static Task<StepResult> Run(ImageSource source, StepContext step) =>
        MissingDockerfile.SkipOr(
            source,
            step,
            async () =>
            {
                var built = step.Take<BuiltImage>();
                var folder = Handover.FolderOf(step.Artifacts, step.Source, source.Name) / ExportedImage.Layout;
                var layout = built.Layout is null
                    ? await EngineLayout.Write(built, folder, step)
                    : await PlatformArchive.LayoutOf(built, step).CopyTo(folder, step.Cancellation);
                var known = step.Find<BuildDependencies>();
                step.Provide(
                    new ExportedImage(
                        layout.Digest,
                        step.Find<BuiltHere>()?.ImageId == built.Id,
                        known?.ImageId == built.Id ? WithOwnDigests(known.Images, source, step) : null
                    )
                );
                return StepResult.PassedWith($"{layout.Digest}, {layout.Blobs.Sum(blob => blob.Size) / 1e6:0.0} MB");
            }
        );

    // Another run may push a base image first, with another digest than that of the one that was built on.
    private static ImmutableArray<ImageReference> WithOwnDigests(
        ImmutableArray<ImageReference> images,
        ImageSource source,
        StepContext step
    )
    {
        var own = step
            .Platform.BasesOf(source)
            .Select(image => (step.FindOf<BuiltImage>(image)?.Reference, step.FindOf<ExportedImage>(image)?.Digest))
            .Where(each => each.Reference is not null)
            .ToDictionary(each => each.Reference!, each => each.Digest);
        return
        [
            .. images.Select(image =>
                own.TryGetValue(image with { Digest = null }, out var digest) ? image with { Digest = digest } : image
            ),
        ];
    }
}
