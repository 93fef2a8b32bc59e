namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>
/// The fields of a kustomization, as kustomize reads them: in any case, and the last of several counts.
/// </summary>
internal static class KustomizeFields
{
    /// <summary>The field of a name; null where there is none.</summary>
    public static ManifestField? Of(ManifestMap map, string name) =>
        MergeKeys
            .Fields(map)
            .Where(field => field.Key.Value.Equals(name, StringComparison.OrdinalIgnoreCase))
            // kustomize reads them from JSON with sorted keys.
            .MaxBy(field => field.Key.Value, StringComparer.Ordinal);

    /// <summary>The items of a list.</summary>
    public static IEnumerable<ManifestNode> Items(ManifestMap map, string name) =>
        (Of(map, name)?.Value as ManifestList)?.Items ?? [];

    /// <summary>The value of a field, where it is a plain or quoted one.</summary>
    public static string? Text(ManifestMap map, string name) => (Of(map, name)?.Value as ManifestScalar)?.Value;

    /// <summary>The mapping of a field.</summary>
    public static ManifestMap? Map(ManifestMap map, string name) => Of(map, name)?.Value as ManifestMap;
}
