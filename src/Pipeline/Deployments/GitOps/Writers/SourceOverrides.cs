using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using YamlDotNet.Core;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>
/// Files <c>.argocd-source.yaml</c> and <c>.argocd-source-APPLICATION.yaml</c>, which Argo CD merges over the source of
/// an application: what Image Updater writes into Git by default.
/// </summary>
internal static class SourceOverrides
{
    /// <summary>The rule of <c>LintManifests</c> that tells of them.</summary>
    public const string Rule = "writer-argocd-source";

    private const string Prefix = ".argocd-source";
    private const string Extension = ".yaml";

    /// <summary>True for such a file.</summary>
    public static bool Is(string path) =>
        path[(path.LastIndexOf('/') + 1)..] is var name
        && name.EndsWith(Extension, StringComparison.Ordinal)
        && (name == $"{Prefix}{Extension}" || name.StartsWith($"{Prefix}-", StringComparison.Ordinal));

    /// <summary>Those that state an image.</summary>
    /// <param name="image">The service's image.</param>
    /// <param name="files">All of them, by their folders.</param>
    public static IEnumerable<ImageWriter> Of(WrittenImage image, ILookup<string, ManifestFile> files) =>
        from folder in files.Count == 0 ? [] : image.Folders(files.Select(known => known.Key))
        from file in files[folder]
        let isOwn = IsOwn(image, file.Path)
        where isOwn is not false
        from stated in Images(file).Where(image.IsStatedBy).Select(stated => stated.Start).Concat(AtField(image, file))
        select new ImageWriter(
            Rule,
            WriterEffect.Hides,
            file.Path,
            stated,
            $"the override file states the image of {image.Service.Name} ({stated.Value})",
            "carry that image over into the manifests, delete the file, and switch off what writes it"
        )
        {
            IsActive = isOwn is true,
        };

    /// <summary>The images that Argo CD takes from the sources of an application, and from nothing else.</summary>
    /// <param name="image">The service's image.</param>
    public static IEnumerable<ImageWriter> OfApplications(WrittenImage image) =>
        from application in image.Applications
        from stated in application.File.Images
        where
            stated.Kind is KustomizeImages.Kind or HelmImages.Kind
            && application.States(stated)
            && image.IsStatedBy(stated)
            && !image.Places.Images.Any(place => place.Spot == stated.Spot)
        select new ImageWriter(
            "writer-application",
            WriterEffect.Hides,
            application.File.Path,
            stated.Start,
            $"the application {application.Name} states the image of {image.Service.Name} too",
            $"state it in one place: take it out of the application, or out of {string.Join(", ", image.Files)}"
        )
        {
            IsActive = application.IsExact,
        };

    // Whether it is of an application of the service; null where neither Git nor the catalog says how that is called.
    private static bool? IsOwn(WrittenImage image, string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (name == $"{Prefix}{Extension}")
            return true;

        // "NAMESPACE_APPLICATION" outside of the namespace of Argo CD.
        var owner = name[(Prefix.Length + 1)..^Extension.Length];
        owner = owner[(owner.LastIndexOf('_') + 1)..];
        var named = image.Named.ToArray();
        return named.Any(application => application.Stated?.IsNamed(owner) ?? application.Name == owner) ? true
            : named.All(application => application.IsCertain) ? false
            : null;
    }

    /// <summary>The images that such a file states.</summary>
    public static IEnumerable<ManifestImage> Images(ManifestFile file)
    {
        var text = file.Text;
        return Sources(file)
            .Select(source => new ManifestDocument(Application(source), ImmutableHashSet<string>.Empty))
            .SelectMany(document =>
                ApplicationImages.Of(document, file, text).Concat(HelmImages.Of(document, file, text, [document]))
            );
    }

    // A parameter of any name, where the catalog says that it is the image's.
    private static IEnumerable<ManifestScalar> AtField(WrittenImage image, ManifestFile file) =>
        image.Service.ImageField is not { } field
            ? []
            : Sources(file)
                .SelectMany(source => ((source["helm"] as ManifestMap)?["parameters"] as ManifestList)?.Items ?? [])
                .OfType<ManifestMap>()
                .Where(parameter => parameter.Text("name") == field)
                .Select(parameter => parameter["value"])
                .OfType<ManifestScalar>();

    private static IEnumerable<ManifestMap> Sources(ManifestFile file) =>
        ParsedFile.Of(file).Documents.Take(1).Select(document => document.Root).OfType<ManifestMap>();

    // What the file states is a part of an application.
    private static ManifestMap Application(ManifestMap source) =>
        Map(("kind", Scalar("Application")), ("spec", Map(("source", source))));

    private static ManifestMap Map(params (string Key, ManifestNode Value)[] entries) =>
        new([.. entries.Select(entry => ((ManifestScalar?)Scalar(entry.Key), entry.Value))], Anchor: null);

    private static ManifestScalar Scalar(string value) =>
        new(value, ScalarStyle.Plain, Start: -1, End: -1, Line: 1, Column: 1, HasTag: false, Anchor: null);
}
