using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Search;

/// <summary>An image in a place where Pipeline sets none.</summary>
/// <param name="Image">The image.</param>
/// <param name="Place">File, line and column.</param>
/// <param name="Kind">The kind of the resource; empty where it is none.</param>
/// <param name="Path">The keys that lead to it.</param>
internal sealed record UnsupportedPlace(ImageReference Image, string Place, string Kind, string Path)
{
    public override string ToString() => $"{Place} names {Image} {(Kind.Length > 0 ? $"in a {Kind} " : "")}({Path})";
}

/// <summary>Finds what reads like an image anywhere in a file.</summary>
internal static class UnsupportedPlaces
{
    /// <summary>The places of a file; none where it cannot be read.</summary>
    public static IEnumerable<UnsupportedPlace> Of(ManifestFile file) =>
        ParsedFile
            .Of(file)
            .Documents.Select(document => document.Root)
            .OfType<ManifestMap>()
            .Where(root => !PipelineFiles.Is(root, file.Path))
            .SelectMany(root => In(root, []).Select(found => Place(file, root, found)));

    private static UnsupportedPlace Place(ManifestFile file, ManifestMap root, Found found) =>
        new(
            ImageReference.Parse(found.Scalar.Value),
            $"{file.Path}:{found.Scalar.Line}:{found.Scalar.Column}",
            root.Text("kind") ?? "",
            string.Join('.', found.Path)
        );

    private static IEnumerable<Found> In(ManifestNode node, ImmutableArray<string> path) =>
        node switch
        {
            ManifestScalar { Value.Length: > 0 } scalar when !scalar.Value.Any(char.IsWhiteSpace) =>
            [
                new(scalar, path),
            ],
            ManifestMap map => map.Entries.SelectMany(entry => In(entry.Value, path.Add(entry.Key?.Value ?? ""))),
            ManifestList list => list.Items.SelectMany((item, at) => In(item, path.Add($"{at}"))),
            _ => [],
        };

    private sealed record Found(ManifestScalar Scalar, ImmutableArray<string> Path);
}
