namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>Finds what aliases of a value stand for.</summary>
internal static class Aliases
{
    /// <summary>
    /// The names around the aliases of nodes: keys above them, and repositories beside them. They say whose the
    /// repeated value is.
    /// </summary>
    public static ImmutableArray<string> Around(ManifestDocument document, IEnumerable<ManifestNode> nodes)
    {
        if (document.Repeated.Count == 0)
            return [];

        var anchors = nodes.Select(node => node.Anchor).OfType<string>().Where(document.Repeated.Contains).ToHashSet();
        return anchors.Count == 0 ? [] : [.. Around(document.Root, anchors, []).Distinct()];
    }

    private static IEnumerable<string> Around(
        ManifestNode node,
        HashSet<string> anchors,
        ImmutableArray<string> names
    ) =>
        node switch
        {
            ManifestAlias alias => anchors.Contains(alias.Target) ? names : [],
            ManifestMap map => map.Entries.SelectMany(entry =>
                Around(
                    entry.Value,
                    anchors,
                    [
                        .. names,
                        entry.Key?.Value ?? "",
                        .. map.Text("repository") is { } beside
                            ? [ServiceNames.LastPart(beside)]
                            : ImmutableArray<string>.Empty,
                    ]
                )
            ),
            ManifestList list => list.Items.SelectMany(item => Around(item, anchors, names)),
            _ => [],
        };
}
