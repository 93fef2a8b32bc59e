using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Rendering;

// Patches, inline or in files: strategic merges and JSON patches.
internal sealed partial class KustomizeBuild
{
    private ImmutableArray<KustomizedObject> Patch(
        string folder,
        ManifestFile file,
        ManifestMap item,
        ImmutableArray<KustomizedObject> objects
    )
    {
        var target = KustomizeFields.Map(item, "target");
        var selector = target is null ? null : new ObjectSelector(target, isPattern: true);
        var path = KustomizeFields.Of(item, "path")?.Value as ManifestScalar;
        if ((path ?? KustomizeFields.Of(item, "patch")?.Value) is not ManifestScalar scalar)
            return objects;
        if (selector?.Unknown is { } unknown)
            Doubt(file, scalar, $"whether its patch applies is unknown, because of the selector \"{unknown}\"");
        return Patch(folder, file, scalar, isInline: path is null, selector, objects);
    }

    private ImmutableArray<KustomizedObject> Patch(
        string folder,
        ManifestFile file,
        ManifestScalar content,
        bool isInline,
        ObjectSelector? selector,
        ImmutableArray<KustomizedObject> objects
    )
    {
        var source =
            isInline ? file
            : Resolve(folder, content) is { } path ? find(path)
            : null;
        if (source is null || Documents(source, isInline ? content : null) is not { } documents)
        {
            Doubt(file, content, "its patch cannot be read, and may change images");
            return objects;
        }

        foreach (var document in documents)
            objects = document.Root switch
            {
                ManifestList operations => Json(operations, source, selector, objects),
                ManifestMap map => Strategic(map, source, selector, objects),
                _ => objects,
            };
        return objects;
    }

    private ImmutableArray<KustomizedObject> Strategic(
        ManifestMap patch,
        ManifestFile file,
        ObjectSelector? selector,
        ImmutableArray<KustomizedObject> objects
    )
    {
        var merge = new StrategicMerge(provenance);
        var own = KustomizedObject.Of(patch);
        var selected = objects
            .Where(each =>
                selector?.Selects(each)
                ?? each.Kind == own.Kind
                    && each.Group == own.Group
                    && each.Names.Any(name =>
                        name.Name == own.Name.Name
                        && (own.Name.Namespace.Length == 0 || name.Namespace == own.Name.Namespace)
                    )
            )
            .ToHashSet(ReferenceEqualityComparer.Instance);
        if (selected.Count == 0 && selector is null && isWhole && patch.Entries is [({ } key, _), ..])
            Doubt(file, key, $"its patch of {own.Kind} {own.Name.Name} applies to nothing, and kustomize refuses that");
        return
        [
            .. objects
                .Select(each => selected.Contains(each) ? merge.Apply(each, patch) : each)
                .OfType<KustomizedObject>(),
        ];
    }

    private ImmutableArray<KustomizedObject> Json(
        ManifestList operations,
        ManifestFile file,
        ObjectSelector? selector,
        ImmutableArray<KustomizedObject> objects
    )
    {
        var json = new JsonPatch(provenance);
        return [.. objects.Select(each => selector?.Selects(each) == true ? Apply(each) : each)];

        KustomizedObject Apply(KustomizedObject target)
        {
            foreach (var operation in operations.Items.OfType<ManifestMap>())
                if (json.Apply(target.Map, operation) is { } map)
                    target = target with { Map = map };
                else if (JsonPatch.MayTouchImages(operation) && operation["path"] is ManifestScalar path)
                    Doubt(
                        file,
                        path,
                        $"{path.Value} is not in {target.Kind} {target.Name.Name}, and kustomize refuses that"
                    );
            return target;
        }
    }

    private static bool IsText(ManifestScalar patch) =>
        patch.Value.Contains('\n', StringComparison.Ordinal) || patch.Value.TrimStart() is ['{', ..];
}
