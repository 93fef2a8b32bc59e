using System.IO.Enumeration;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>An <c>ImageUpdater</c> of Argo CD Image Updater, from version 1.0 on.</summary>
/// <param name="File">The file that states it.</param>
/// <param name="Map">The object.</param>
internal sealed record ImageUpdater(ManifestFile File, ManifestMap Map)
{
    private const string Group = "argocd-image-updater.argoproj.io/";

    /// <summary>The names of the images that it names, of whichever applications.</summary>
    public IEnumerable<ManifestScalar> Images =>
        References
            .SelectMany(reference => (reference["images"] as ManifestList)?.Items ?? [])
            .OfType<ManifestMap>()
            .Select(image => image["imageName"])
            .OfType<ManifestScalar>();

    private IEnumerable<ManifestMap> References =>
        ((Spec?["applicationRefs"] as ManifestList)?.Items ?? []).OfType<ManifestMap>();

    private ManifestMap? Spec => Map["spec"] as ManifestMap;

    private string? Namespace => Spec?.Text("namespace") ?? (Map["metadata"] as ManifestMap)?.Text("namespace");

    /// <summary>Those that files state.</summary>
    public static IEnumerable<ImageUpdater> In(IEnumerable<ManifestFile> files) =>
        from file in files
        where file.Content.AsSpan().IndexOf("ImageUpdater"u8) >= 0
        from document in ParsedFile.Of(file).Documents
        from map in ContainerSearch.Objects(document)
        where
            map.Text("kind") == nameof(ImageUpdater)
            && map.Text("apiVersion")?.StartsWith(Group, StringComparison.Ordinal) == true
        select new ImageUpdater(file, map);

    /// <summary>What it says of an application: of several references, the most specific counts.</summary>
    public UpdaterReference? Of(NamedApplication application) =>
        Namespace is { } own && application.Stated?.Namespace is { } other && own != other
            ? null
            : References
                .Select(map => new UpdaterReference(File, Spec!, map, application))
                .Where(reference => reference.Matches is not false)
                .MaxBy(reference => reference.Specificity);
}

/// <summary>A reference of an <see cref="ImageUpdater"/> to applications.</summary>
/// <param name="File">The file.</param>
/// <param name="Spec">The updater.</param>
/// <param name="Map">The reference.</param>
/// <param name="Application">An application.</param>
internal sealed record UpdaterReference(
    ManifestFile File,
    ManifestMap Spec,
    ManifestMap Map,
    NamedApplication Application
)
{
    private const int Exact = 1_000;

    private string Pattern => Map.Text("namePattern") ?? "";

    private ManifestMap? Selector => Map["labelSelectors"] as ManifestMap;

    private IEnumerable<(string Key, string Operator, string[] Values)> Requirements =>
        ((Selector?["matchLabels"] as ManifestMap)?.Entries ?? [])
            .Select(entry => (entry.Key!.Value, "In", new[] { (entry.Value as ManifestScalar)?.Value ?? "" }))
            .Concat(
                ((Selector?["matchExpressions"] as ManifestList)?.Items ?? [])
                    .OfType<ManifestMap>()
                    .Select(map =>
                        (
                            map.Text("key") ?? "",
                            map.Text("operator") ?? "",
                            ((map["values"] as ManifestList)?.Items ?? [])
                                .OfType<ManifestScalar>()
                                .Select(value => value.Value)
                                .ToArray()
                        )
                    )
            );

    /// <summary>True where the annotations of the application count in place of its own images.</summary>
    public bool UsesAnnotations => Map.Text("useAnnotations") == "true";

    /// <summary>How specific it is: an exact name before letters, and a label selector adds to it.</summary>
    public int Specificity =>
        (Pattern.Contains('*', StringComparison.Ordinal) ? 0 : Exact)
        + Pattern.Count(letter => letter is not ('*' or '?'))
        + Requirements.Count();

    /// <summary>Whether it selects the application; null where that depends on what is not in Git.</summary>
    public bool? Matches =>
        !FileSystemName.MatchesSimpleExpression(Pattern, Application.Name, ignoreCase: false) ? false
        : !Requirements.Any() ? true
        : Application.Stated is not { IsExact: true } stated ? null
        : Requirements.All(requirement => Holds(requirement, stated.Labels));

    /// <summary>The images that it names, without those whose tags are all ignored.</summary>
    public IEnumerable<ManifestScalar> Images =>
        ((Map["images"] as ManifestList)?.Items ?? [])
            .OfType<ManifestMap>()
            .Where(image => !IgnoresAll(image))
            .Select(image => image["imageName"])
            .OfType<ManifestScalar>();

    /// <summary>Whether it writes itself, or proposes.</summary>
    public WriterEffect Effect =>
        (Map["writeBackConfig"] ?? Spec["writeBackConfig"]) is ManifestMap { } writes
        && writes["gitConfig"] is ManifestMap git
        && (git["pullRequest"] is not null || git.Text("branch")?.Contains(':', StringComparison.Ordinal) == true)
            ? WriterEffect.Proposes
            : WriterEffect.Undoes;

    private bool IgnoresAll(ManifestMap image) =>
        new[] { image, Map, Spec }
            .Select(map => (map["commonUpdateSettings"] as ManifestMap)?["ignoreTags"])
            .OfType<ManifestList>()
            .FirstOrDefault()
            ?.Items.OfType<ManifestScalar>()
            .Any(tag => tag.Value == "*")
        ?? false;

    private static bool Holds(
        (string Key, string Operator, string[] Values) requirement,
        ImmutableDictionary<string, string> labels
    ) =>
        (requirement.Operator, labels.GetValueOrDefault(requirement.Key)) switch
        {
            ("In", { } value) => requirement.Values.Contains(value),
            ("NotIn", var value) => value is null || !requirement.Values.Contains(value),
            ("Exists", var value) => value is not null,
            ("DoesNotExist", var value) => value is null,
            _ => false,
        };
}
