using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>
/// The names, namespace, labels and annotations that a kustomization gives its objects: later patches and replacements
/// select by them.
/// </summary>
internal static class MetadataChanges
{
    /// <summary>Applies them to all objects.</summary>
    /// <param name="root">The kustomization.</param>
    /// <param name="objects">The objects so far.</param>
    public static ImmutableArray<KustomizedObject> Apply(ManifestMap root, ImmutableArray<KustomizedObject> objects) =>
        Label(root, Rename(root, objects));

    private static ImmutableArray<KustomizedObject> Rename(ManifestMap root, ImmutableArray<KustomizedObject> objects)
    {
        var (prefix, suffix, space) = (
            KustomizeFields.Text(root, "namePrefix"),
            KustomizeFields.Text(root, "nameSuffix"),
            KustomizeFields.Text(root, "namespace")
        );
        return (prefix ?? suffix ?? space) is null
            ? objects
            :
            [
                .. objects.Select(each =>
                    each.Renamed(name => new($"{prefix}{name.Name}{suffix}", space ?? name.Namespace))
                ),
            ];
    }

    private static ImmutableArray<KustomizedObject> Label(ManifestMap root, ImmutableArray<KustomizedObject> objects)
    {
        var labels = KustomizeFields
            .Items(root, "labels")
            .OfType<ManifestMap>()
            .Select(label => KustomizeFields.Map(label, "pairs"))
            .Append(KustomizeFields.Map(root, "commonLabels"))
            .OfType<ManifestMap>()
            .ToArray();
        objects = labels.Aggregate(objects, (all, pairs) => Add(all, "labels", pairs));
        return KustomizeFields.Map(root, "commonAnnotations") is { } annotations
            ? Add(objects, "annotations", annotations)
            : objects;

        static ImmutableArray<KustomizedObject> Add(
            ImmutableArray<KustomizedObject> objects,
            string kind,
            ManifestMap pairs
        ) =>
            [
                .. objects.Select(each =>
                {
                    var metadata = each.Map["metadata"] as ManifestMap ?? new([], null);
                    var old = metadata[kind] as ManifestMap ?? new([], null);
                    var all = pairs
                        .Entries.Where(pair => pair.Key is not null)
                        .Aggregate(old, (map, pair) => map.With(pair.Key!.Value, pair.Value));
                    return each with { Map = each.Map.With("metadata", metadata.With(kind, all)) };
                }),
            ];
    }
}
