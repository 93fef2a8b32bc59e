using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Search;

/// <summary>An image in a place where Pipeline sets none.</summary>
/// <param name="Image">The image.</param>
/// <param name="File">The file's path.</param>
/// <param name="Place">File, line and column.</param>
/// <param name="Kind">The kind of the resource; empty where it is none.</param>
/// <param name="Path">The keys that lead to it.</param>
internal sealed record UnsupportedPlace(ImageReference Image, string File, string Place, string Kind, string Path)
{
    private static readonly string[] Patches = ["patches", "patchesStrategicMerge", "postRenderers", "templatePatch"];

    /// <summary>True where it is a patch of what is applied, so that an edit of that has no effect.</summary>
    public bool IsPatch =>
        Kind is "Application" or "ApplicationSet" or "HelmRelease" or "Kustomization"
        && Path.Split('.').Intersect(Patches).Any();

    public override string ToString() =>
        $"{Place} names {Image} {(Kind.Length == 0 ? "" : $"in {("AEIOU".Contains(Kind[0], StringComparison.Ordinal) ? "an" : "a")} {Kind} ")}({Path})";
}

/// <summary>Finds what reads like an image anywhere in a file.</summary>
internal static partial class UnsupportedSearch
{
    /// <summary>The places of a service's image, beside the known ones.</summary>
    /// <param name="files">The files.</param>
    /// <param name="known">The images in them that Pipeline sets.</param>
    /// <param name="service">The service.</param>
    /// <param name="names">The names of services.</param>
    public static IEnumerable<UnsupportedPlace> Beside(
        IEnumerable<ManifestFile> files,
        IReadOnlyCollection<ManifestImage> known,
        Service service,
        ServiceNames names
    ) =>
        files
            .Where(file => !file.IsTemplate && NamesMore(file, known, service))
            .SelectMany(file =>
                Of(
                    file,
                    [
                        .. known
                            .Where(image => image.File == file)
                            .SelectMany(image => image.Parts.Select(part => part.Scalar).Append(image.Start))
                            .Select(scalar => scalar.Host?.Start ?? scalar.Start),
                    ]
                )
            )
            .Where(place =>
                (place.IsPatch || (place.Image.Tag ?? place.Image.Digest) is not null)
                && place.Image.Repository.Contains('/', StringComparison.Ordinal)
                && names.Runs(service, place.Image)
            );

    // Most files name no more than what is known, and need not be parsed again.
    private static bool NamesMore(ManifestFile file, IReadOnlyCollection<ManifestImage> known, Service service) =>
        file.Content.AsSpan().Count(Encoding.UTF8.GetBytes(service.Image))
        > known
            .Where(image => image.File == file)
            .SelectMany(image => image.Parts.Select(part => part.Scalar))
            .DistinctBy(scalar => scalar.Start)
            .Count(scalar => scalar.Value.Contains(service.Image, StringComparison.Ordinal));

    /// <summary>The places of a file; none where it cannot be read.</summary>
    public static IEnumerable<UnsupportedPlace> Of(ManifestFile file) => Of(file, []);

    private static IEnumerable<UnsupportedPlace> Of(ManifestFile file, HashSet<int> known) =>
        ParsedFile
            .Of(file)
            .Documents.Select(document => document.Root)
            .OfType<ManifestMap>()
            .Where(root => !PipelineFiles.Is(root, file.Path))
            .SelectMany(root =>
                In(root, [])
                    .Where(found => !known.Contains(found.Scalar.Start))
                    .Select(found => Place(file, root, found))
            );

    private static UnsupportedPlace Place(ManifestFile file, ManifestMap root, Found found) =>
        new(
            ImageReference.Parse(found.Image),
            file.Path,
            $"{file.Path}:{found.Scalar.Line}:{found.Scalar.Column}",
            root.Text("kind") ?? "",
            string.Join('.', found.Path)
        );

    private static IEnumerable<Found> In(ManifestNode node, ImmutableArray<string> path) =>
        node switch
        {
            // A text may be a patch, or values.
            ManifestScalar scalar => Word().Matches(scalar.Value).Select(word => new Found(scalar, word.Value, path)),
            ManifestMap map => map.Entries.SelectMany(entry => In(entry.Value, path.Add(entry.Key?.Value ?? ""))),
            ManifestList list => list.Items.SelectMany((item, at) => In(item, path.Add($"{at}"))),
            _ => [],
        };

    [GeneratedRegex(@"[^\s""'\[\]{},=]+")]
    private static partial Regex Word();

    private sealed record Found(ManifestScalar Scalar, string Image, ImmutableArray<string> Path);
}
