using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>What Git says of Argo CD Image Updater.</summary>
/// <param name="files">The files that may name it.</param>
/// <param name="applications">The applications in Git.</param>
internal sealed class UpdaterSigns(ManifestFile[] files, ImmutableArray<StatedApplication> applications)
{
    /// <summary>The rule of <c>LintManifests</c> that tells of it.</summary>
    public const string Rule = "writer-image-updater";

    /// <summary>The annotation that lists images, and so switches it on.</summary>
    public const string List = $"{Prefix}image-list";

    private const string Prefix = "argocd-image-updater.argoproj.io/";
    private const string Off = "or have it ignore all tags (\"*\")";

    private readonly ImageUpdater[] updaters = [.. ImageUpdater.In(files)];

    // Up to 0.18 annotations are enough.
    private readonly bool isOld =
        files.Any(file =>
            file.Content.AsSpan().IndexOf("argocd-image-updater:v0."u8) >= 0
            || file.Content.AsSpan().IndexOf("argocd-image-updater/v0."u8) >= 0
        )
        || applications
            .SelectMany(application => application.Sources)
            .Any(source =>
                source.Map.Text("chart") == "argocd-image-updater"
                && source.Map.Text("targetRevision")?.StartsWith("0.", StringComparison.Ordinal) == true
            );

    /// <summary>Where it is told to set an image.</summary>
    public IEnumerable<ImageWriter> Of(WrittenImage image) =>
        image.IsRendered ? image.Named.SelectMany(application => Of(image, application)).Distinct() : [];

    private IEnumerable<ImageWriter> Of(WrittenImage image, NamedApplication application)
    {
        var references = updaters.Select(updater => updater.Of(application)).OfType<UpdaterReference>().ToArray();
        foreach (var reference in references.Where(reference => !reference.UsesAnnotations))
        foreach (var name in reference.Images.Where(name => image.Is(name.Value)))
            yield return new(
                Rule,
                reference.Effect,
                reference.File.Path,
                name,
                $"Argo CD Image Updater is to set the image of {image.Service.Name} in {application.Name}",
                $"take the image out of the ImageUpdater, {Off}"
            )
            {
                IsActive = application.IsCertain && reference.Matches is true,
            };

        var uses = references.Where(reference => reference.UsesAnnotations).ToArray();
        // Beside an ImageUpdater that names images itself, annotations are nothing.
        if (application.Stated is not { } stated || (uses.Length == 0 && references.Length > 0))
            yield break;
        if (Listed(image, stated) is { } list)
            yield return new(
                Rule,
                Text(stated, "git-branch")?.Contains(':', StringComparison.Ordinal) == true
                    ? WriterEffect.Proposes
                    : WriterEffect.Undoes,
                stated.File.Path,
                list,
                $"annotations of {stated.Name} have Argo CD Image Updater set the image of {image.Service.Name}",
                $"take the image out of \"image-list\", {Off}"
            )
            {
                IsActive = application.IsCertain && (isOld || uses.Any(reference => reference.Matches is true)),
            };
    }

    // "image-list" is the switch: each of its entries is IMAGE[:CONSTRAINT], or ALIAS=IMAGE[:CONSTRAINT].
    private static ManifestScalar? Listed(WrittenImage image, StatedApplication application) =>
        application.Annotations?[List] is ManifestScalar list
        && application
            .Annotation(List)!
            .Split(',', StringSplitOptions.TrimEntries)
            .Any(entry =>
                image.Is(ImagePart.ImageOf(entry))
                && !(
                    entry.Split('=') is [var alias, _]
                    && Text(application, $"{alias}.ignore-tags")
                        ?.Split(',', StringSplitOptions.TrimEntries)
                        .Contains("*") == true
                )
            )
            ? list
            : null;

    private static string? Text(StatedApplication application, string name) =>
        application.Annotation($"{Prefix}{name}");
}
