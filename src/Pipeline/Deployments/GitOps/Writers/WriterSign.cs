using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>A place where something is told to write images, whichever services they are of.</summary>
/// <param name="Rule">The rule of <c>LintManifests</c> that tells of it.</param>
/// <param name="File">The file.</param>
/// <param name="Where">The place in the file.</param>
/// <param name="Statement">What stands there.</param>
internal sealed record WriterSign(string Rule, string File, ManifestScalar Where, string Statement)
{
    /// <summary>Those in files.</summary>
    public static IEnumerable<WriterSign> In(IReadOnlyCollection<ManifestFile> files) =>
        (
            from file in files
            where SourceOverrides.Is(file.Path)
            from image in SourceOverrides.Images(file)
            select new WriterSign(
                SourceOverrides.Rule,
                file.Path,
                image.Start,
                $"Argo CD puts {image.Start.Value} over the manifests"
            )
        )
            .Concat(
                from updater in ImageUpdater.In(files)
                from image in updater.Images
                select new WriterSign(
                    UpdaterSigns.Rule,
                    updater.File.Path,
                    image,
                    $"Argo CD Image Updater is to set {image.Value}"
                )
            )
            .Concat(
                from application in StatedApplication.In(files, [])
                let images = application.Annotations?[UpdaterSigns.List] as ManifestScalar
                where images is not null
                select new WriterSign(
                    UpdaterSigns.Rule,
                    application.File.Path,
                    images,
                    $"annotations have Argo CD Image Updater set {images.Value}"
                )
            )
            .Concat(
                from automation in StatedAutomation.In(files)
                select new WriterSign(
                    FluxAutomation.Rule,
                    automation.File.Path,
                    automation.Kind,
                    "Flux sets the images that comments give to a policy"
                )
            );
}
