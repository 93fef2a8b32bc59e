using Pipeline.Deployments.GitOps.Manifests;
using YamlDotNet.Core;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>Copies of nodes with another value in a place.</summary>
internal static class NodeEdits
{
    /// <summary>The mapping with a value under a key.</summary>
    public static ManifestMap With(this ManifestMap map, string key, ManifestNode value)
    {
        var at = map.Entries.IndexOf(map.Entries.FirstOrDefault(entry => entry.Key?.Value == key));
        return map with
        {
            Entries = map[key] is null
                ? map.Entries.Add((new(key, ScalarStyle.Plain, 0, 0, 0, 0, false, null), value))
                : map.Entries.SetItem(at, (map.Entries[at].Key, value)),
        };
    }

    /// <summary>The mapping without a key.</summary>
    public static ManifestMap Without(this ManifestMap map, string key) =>
        map with
        {
            Entries = map.Entries.RemoveAll(entry => entry.Key?.Value == key),
        };
}
