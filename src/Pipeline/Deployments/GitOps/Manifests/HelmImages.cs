using System.Globalization;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>
/// Images in Helm values: mappings such as <c>image: {repository: …, tag: …}</c>, and texts under <c>image</c>.
/// </summary>
internal static class HelmImages
{
    /// <summary>Their name in messages.</summary>
    public const string Kind = "values";

    /// <summary>The images of a document; empty where it has no values.</summary>
    /// <param name="document">The document.</param>
    /// <param name="file">The file that it stands in.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="all">All documents of the file, of which Helm 4 prefers the last.</param>
    public static IEnumerable<ManifestImage> Of(
        ManifestDocument document,
        ManifestFile file,
        string text,
        ImmutableArray<ManifestDocument> all
    ) =>
        HelmValues
            .Of(document, file.Path, text)
            .SelectMany(values =>
                new Walk(values, file, text)
                {
                    Others = values.Release.Length > 0 ? [] : [.. all.Where(other => other != document)],
                    IsFirst = !IsNamedValues(file.Path) || values.Root == all[0].Root || values.Release.Length > 0,
                }.All()
            );

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
    ) =>
        HelmValues
            .Of(document, file.Path, text)
            .Select(values => At(values, file, text, path))
            .FirstOrDefault(image => image is not null);

    private static ManifestImage? At(ValuesRoot values, ManifestFile file, string text, ImmutableArray<string> path)
    {
        var (around, key) = (new List<ManifestNode> { values.Root }, (ManifestScalar?)null);
        foreach (var step in path)
        {
            var entry = around[^1] is ManifestMap map ? map.All(step).FirstOrDefault() : (key, Item(around[^1], step));
            if (entry.Item2 is not { } value)
                return null;

            key = entry.Item1;
            around.Add(value);
        }

        var walk = new Walk(values, file, text);
        // Tag and digest move together, so the mapping around one of them is meant.
        return
            around[^1] is not ManifestMap
            && around[^2] is ManifestMap parent
            && ImageFields.KindOf(path[^1]) is not null
            ? walk.Image(parent, path[..^1], key!, [.. around])
            : walk.Image(around[^1], path, key!, [.. around]);
    }

    private static ManifestNode? Item(ManifestNode node, string step) =>
        node is ManifestList list && int.TryParse(step, CultureInfo.InvariantCulture, out var at)
            ? list.Items.ElementAtOrDefault(at)
            : null;

    private static bool IsNamedValues(string path) =>
        path[(path.LastIndexOf('/') + 1)..].StartsWith("values", StringComparison.Ordinal);

    private sealed class Walk(ValuesRoot values, ManifestFile file, string text)
    {
        public ImmutableArray<ManifestDocument> Others { get; init; } = [];

        public bool IsFirst { get; init; } = true;

        public IEnumerable<ManifestImage> All()
        {
            var stated = Below(values.Root, [], [values.Root]).ToArray();
            var parameters = HelmParameters.Of(values, file, text).ToArray();
            return stated
                .Where(image => !parameters.Any(parameter => parameter.Container == image.Container))
                .Concat(
                    parameters.Select(parameter =>
                        parameter.Over(stated.FirstOrDefault(image => image.Container == parameter.Container))
                    )
                );
        }

        private IEnumerable<ManifestImage> Below(
            ManifestMap map,
            ImmutableArray<string> path,
            ImmutableArray<ManifestNode> around
        )
        {
            foreach (var (key, value) in map.Entries)
            {
                if (key is null)
                    continue;

                var (at, inner) = (path.Add(key.Value), around.Add(value));
                if (IsImage(key.Value, value))
                    yield return Image(value, at, key, inner);
                else
                    foreach (var image in Inside(value, at, inner))
                        yield return image;
            }
        }

        public ManifestImage Image(
            ManifestNode node,
            ImmutableArray<string> path,
            ManifestScalar key,
            ImmutableArray<ManifestNode> around
        )
        {
            var (parts, obstacle) = node is ManifestMap map ? ImageFields.Read(map, Obstacle) : Text(node, path[^1]);
            obstacle = Overriding(path, around) ?? obstacle;
            return new()
            {
                File = file,
                Kind = Kind,
                Workload = path.Length > 1 ? path[^2] : values.Release,
                Container = string.Join('.', path),
                Parts = obstacle is null ? parts : [],
                Start = parts.IsEmpty || obstacle is not null ? key : parts[0].Scalar,
                Obstacle = obstacle,
                SharedWith = Aliases.Around(values.Document, [.. around, .. parts.Select(part => part.Scalar)]),
            };
        }

        private IEnumerable<ManifestImage> Inside(
            ManifestNode node,
            ImmutableArray<string> path,
            ImmutableArray<ManifestNode> around
        ) =>
            node switch
            {
                ManifestMap map => Below(map, path, around),
                ManifestList list => list.Items.SelectMany(
                    (item, at) => Inside(item, path.Add($"{at}"), around.Add(item))
                ),
                _ => [],
            };

        // A tag or digest alone needs the catalog's "imageField".
        private (ImmutableArray<ImagePart>, string?) Text(ManifestNode node, string key) =>
            Obstacle(node) is { } obstacle
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

        // Aliases of values change along, which is what they are for.
        private string? Obstacle(ManifestNode node) =>
            ImageScalar.Obstacle(
                node is ManifestScalar scalar ? scalar with { Anchor = null } : node,
                text,
                isRepeated: false
            );

        // What stands later, or in another document, may say otherwise.
        private string? Overriding(ImmutableArray<string> path, ImmutableArray<ManifestNode> around)
        {
            for (var at = 0; at < path.Length && at < around.Length; at++)
                if (around[at] is ManifestMap map && MergeKeys.Overriding(map, path[at]) is { } merge)
                    return $"the merge key << in line {merge.Line} sets \"{path[at]}\" again, and overrides what stands before it: "
                        + "put it first";

            return Others.Any(other => other.Root is ManifestMap root && root[path[0]] is not null)
                    ? $"another document of the file states \"{path[0]}\" too, and which one counts depends on Helm's version: "
                        + "make them one document"
                : IsFirst ? null
                : "Helm 3 reads the first document of a file of values alone: make them one document";
        }

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
