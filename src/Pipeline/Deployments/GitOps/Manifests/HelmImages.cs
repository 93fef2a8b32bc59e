using System.Globalization;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>
/// Images in Helm values: mappings such as <c>image: {repository: …, tag: …}</c>, and texts under <c>image</c>.
/// </summary>
internal static class HelmImages
{
    /// <summary>Their name in messages.</summary>
    public const string Kind = "values";

    // Resources that hold the values of a chart.
    private static readonly Dictionary<string, ImmutableArray<string>> Embedded = new()
    {
        ["HelmRelease"] = ["spec", "values"],
        ["Application"] = ["spec", "source", "helm", "valuesObject"],
    };

    // Files that look like values, but have another reader.
    private static readonly string[] OtherFiles = ["docker-compose", "compose", "Chart", "skaffold", "kustomization"];

    /// <summary>The images of a document; empty where it has no values.</summary>
    public static IEnumerable<ManifestImage> Of(ManifestDocument document, ManifestFile file, string text) =>
        Root(document, file.Path) is { } root ? new Walk(document, file, text).Below(root, []) : [];

    /// <summary>The image at a path of keys; null where there is none.</summary>
    /// <param name="document">The document.</param>
    /// <param name="file">The file that it stands in.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="path">Keys, and indices of list items from 0.</param>
    public static ManifestImage? At(
        ManifestDocument document,
        ManifestFile file,
        string text,
        ImmutableArray<string> path
    )
    {
        if (Root(document, file.Path) is not { } root)
            return null;

        var (around, key) = (new List<ManifestNode> { root }, (ManifestScalar?)null);
        foreach (var step in path)
        {
            var entry = around[^1] is ManifestMap map ? map.All(step).FirstOrDefault() : (key, Item(around[^1], step));
            if (entry.Item2 is not { } value)
                return null;

            key = entry.Item1;
            around.Add(value);
        }

        var walk = new Walk(document, file, text);
        // Tag and digest move together, so the mapping around one of them is meant.
        return
            around[^1] is not ManifestMap
            && around[^2] is ManifestMap parent
            && ImageFields.KindOf(path[^1]) is not null
            ? walk.Image(parent, path[..^1], key!, document.Repeats([.. around]))
            : walk.Image(around[^1], path, key!, document.Repeats([.. around]));
    }

    private static ManifestNode? Item(ManifestNode node, string step) =>
        node is ManifestList list && int.TryParse(step, CultureInfo.InvariantCulture, out var at)
            ? list.Items.ElementAtOrDefault(at)
            : null;

    private static ManifestMap? Root(ManifestDocument document, string path)
    {
        if (document.Root is not ManifestMap root)
            return null;
        if (root.Text("kind") is { } kind && Embedded.TryGetValue(kind, out var keys))
            return keys.Aggregate((ManifestMap?)root, (map, key) => map?[key] as ManifestMap);

        var name = path[(path.LastIndexOf('/') + 1)..];
        return
            root["kind"] is null
            && root["apiVersion"] is null
            && !$"/{path}".Contains("/.", StringComparison.Ordinal)
            && !OtherFiles.Any(other => name.StartsWith(other, StringComparison.OrdinalIgnoreCase))
            ? root
            : null;
    }

    private sealed class Walk(ManifestDocument document, ManifestFile file, string text)
    {
        public IEnumerable<ManifestImage> Below(ManifestMap map, ImmutableArray<string> path, bool isRepeated = false)
        {
            foreach (var (key, value) in map.Entries)
            {
                if (key is null)
                    continue;

                var (at, repeated) = (path.Add(key.Value), isRepeated || document.Repeats(map, value));
                if (IsImage(key.Value, value))
                    yield return Image(value, at, key, repeated);
                else
                    foreach (var image in Inside(value, at, repeated))
                        yield return image;
            }
        }

        public ManifestImage Image(ManifestNode node, ImmutableArray<string> path, ManifestScalar key, bool isRepeated)
        {
            var (parts, obstacle) = node is ManifestMap map
                ? ImageFields.Read(map, text, isRepeated)
                : Text(node, path[^1], isRepeated);
            return new()
            {
                File = file,
                Kind = Kind,
                Workload = path.Length > 1 ? path[^2] : "",
                Container = string.Join('.', path),
                Parts = parts,
                Start = parts.IsEmpty ? key : parts[0].Scalar,
                Obstacle = obstacle,
            };
        }

        private IEnumerable<ManifestImage> Inside(ManifestNode node, ImmutableArray<string> path, bool isRepeated) =>
            node switch
            {
                ManifestMap map => Below(map, path, isRepeated),
                ManifestList list => list.Items.SelectMany(
                    (item, at) => Inside(item, path.Add($"{at}"), isRepeated || document.Repeats(item))
                ),
                _ => [],
            };

        // A tag or digest alone needs the catalog's "imageField".
        private (ImmutableArray<ImagePart>, string?) Text(ManifestNode node, string key, bool isRepeated) =>
            ImageScalar.Obstacle(node, text, isRepeated) is { } obstacle
                ? ([], obstacle)
                : (
                    [
                        new(
                            key.EndsWith("tag", StringComparison.OrdinalIgnoreCase) ? ImagePartKind.Tag
                                : key.EndsWith("digest", StringComparison.OrdinalIgnoreCase) ? ImagePartKind.Digest
                                : ImagePartKind.Reference,
                            (ManifestScalar)node
                        ),
                    ],
                    null
                );

        private static bool IsImage(string key, ManifestNode value) =>
            value switch
            {
                ManifestMap map => key == "image"
                    && map.Entries.Any(entry => entry.Key is { } field && ImageFields.KindOf(field.Value) is not null)
                    || (map["repository"] is ManifestScalar && (map["tag"] ?? map["digest"]) is not null),
                ManifestScalar { IsNull: false } or ManifestAlias => key == "image",
                _ => false,
            };
    }
}
