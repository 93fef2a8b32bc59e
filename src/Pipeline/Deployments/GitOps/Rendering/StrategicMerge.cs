using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>Applies strategic merge patches, as far as containers and plain values are concerned.</summary>
internal sealed class StrategicMerge(Provenance provenance)
{
    private const string Directive = "$patch";

    private static readonly string[] ContainerLists = ["containers", "initContainers", "ephemeralContainers"];

    /// <summary>The object with a patch; null where the patch deletes it.</summary>
    public KustomizedObject? Apply(KustomizedObject target, ManifestMap patch) =>
        Merge(target.Map, patch, target.IsBuiltIn) is { } map ? target with { Map = map } : null;

    private ManifestMap? Merge(ManifestMap target, ManifestMap patch, bool isBuiltIn)
    {
        switch (patch.Text(Directive))
        {
            case "delete":
                return null;
            case "replace":
                return patch.Without(Directive);
        }

        foreach (var (key, value) in patch.Without(Directive).Entries)
            if (key is not null)
                target = Merge(target, key.Value, value, isBuiltIn);
        return target;
    }

    private ManifestMap Merge(ManifestMap target, string key, ManifestNode value, bool isBuiltIn) =>
        (target[key], value) switch
        {
            (_, ManifestScalar { IsNull: true }) => target.Without(key),
            (ManifestScalar before, ManifestScalar written) => target.With(key, provenance.Over(written, before)),
            (ManifestMap old, ManifestMap patch) => Merge(old, patch, isBuiltIn) is { } merged
                ? target.With(key, merged)
                : target.Without(key),
            (null, ManifestMap patch) => Merge(new([], null), patch, isBuiltIn) is { } added
                ? target.With(key, added)
                : target,
            (ManifestList old, ManifestList patch) when isBuiltIn && ContainerLists.Contains(key) => target.With(
                key,
                Merge(old, patch)
            ),
            _ => target.With(key, value),
        };

    // The patch's containers come first, in its order.
    private ManifestList Merge(ManifestList target, ManifestList patch)
    {
        var patches = patch.Items.OfType<ManifestMap>().ToArray();
        if (patches.Any(item => item.Text(Directive) == "replace"))
            return patch with { Items = [.. patches.Where(item => item.Text(Directive) is null)] };

        var old = target.Items.OfType<ManifestMap>().ToLookup(Name);
        return target with
        {
            Items =
            [
                .. patches
                    .Select(item =>
                        old[Name(item)].FirstOrDefault() is { } before
                            ? Merge(before, item, true)
                            : Merge(new([], null), item, true)
                    )
                    .OfType<ManifestMap>(),
                .. target.Items.Where(item =>
                    item is not ManifestMap map || !patches.Any(other => Name(other) == Name(map))
                ),
            ],
        };
    }

    private static string Name(ManifestMap container) => container.Text("name") ?? "";
}
