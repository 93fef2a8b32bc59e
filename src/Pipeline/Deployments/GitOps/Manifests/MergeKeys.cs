namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>
/// YAML's merge keys (<c>&lt;&lt;</c>), as Go's readers of Kubernetes files take them: keys count in their order, so
/// that a merge overrides what stands before it.
/// </summary>
internal static class MergeKeys
{
    private const string Key = "<<";

    /// <summary>The merge key that sets a key again after the mapping itself has; null for none.</summary>
    public static ManifestScalar? Overriding(ManifestMap map, string key)
    {
        var at = map.Entries.Select((entry, index) => entry.Key?.Value == key ? index : -1).DefaultIfEmpty(-1).Max();
        return map
            .Entries.Skip(at + 1)
            .Where(entry => at >= 0 && IsMerge(entry.Key) && Merged(entry.Value).Any(merged => Has(merged, key)))
            .Select(entry => entry.Key)
            .FirstOrDefault();
    }

    /// <summary>True where the mapping takes others in.</summary>
    public static bool In(ManifestMap map) => map.Entries.Any(entry => IsMerge(entry.Key));

    /// <summary>The value of a key that counts, without aliases; null where a node has none.</summary>
    public static ManifestNode? Value(ManifestNode? node, string key) =>
        node is ManifestMap map ? Meant(Fields(map).FirstOrDefault(field => field.Key.Value == key)?.Value) : null;

    /// <summary>What a node stands for: where it is an alias, what that repeats.</summary>
    public static ManifestNode? Meant(ManifestNode? node) => node is ManifestAlias alias ? Meant(alias.Node) : node;

    /// <summary>The fields of a mapping that count, in the order in which they were set.</summary>
    public static IEnumerable<ManifestField> Fields(ManifestMap map)
    {
        var fields = new Dictionary<string, ManifestField>();
        foreach (var (key, value) in map.Entries)
            if (IsMerge(key))
                // Of several mappings in a list, the first counts most.
                foreach (var field in Merged(value).Reverse().SelectMany(Fields))
                    fields[field.Key.Value] = field with { MergedBy = key };
            else if (key is not null)
                fields[key.Value] = new(key, value);
        return fields.Values;
    }

    private static bool IsMerge(ManifestScalar? key) => key is { Value: Key, Style: YamlDotNet.Core.ScalarStyle.Plain };

    private static bool Has(ManifestMap map, string key) => Fields(map).Any(field => field.Key.Value == key);

    private static IEnumerable<ManifestMap> Merged(ManifestNode value) =>
        value switch
        {
            ManifestAlias { Node: { } node } => Merged(node),
            ManifestMap map => [map],
            ManifestList list => list.Items.SelectMany(Merged),
            _ => [],
        };
}

/// <summary>A field of a mapping.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
/// <param name="MergedBy">The merge key that it comes from; null where it is the mapping's own.</param>
internal sealed record ManifestField(ManifestScalar Key, ManifestNode Value, ManifestScalar? MergedBy = null);
