using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>The containers of a rendered object of any kind, wherever kustomize looks for images.</summary>
internal static class ContainerLists
{
    /// <summary>The containers below a node.</summary>
    public static IEnumerable<ListedContainer> Of(ManifestNode node) =>
        node switch
        {
            ManifestMap map => map.Entries.SelectMany(entry =>
                entry is { Key.Value: "containers" or "initContainers", Value: ManifestList list }
                    ? list
                        .Items.OfType<ManifestMap>()
                        .Select(container => new ListedContainer(container, entry.Key.Value == "initContainers"))
                        .Where(container => container.Image is not null)
                    : Of(entry.Value)
            ),
            ManifestList list => list.Items.SelectMany(Of),
            _ => [],
        };
}

/// <summary>A container in an object.</summary>
/// <param name="Map">The container.</param>
/// <param name="IsInit">True for an init container.</param>
internal sealed record ListedContainer(ManifestMap Map, bool IsInit)
{
    /// <summary>Its image; null where it states none.</summary>
    public ManifestScalar? Image => Map["image"] as ManifestScalar is { IsNull: false } image ? image : null;

    /// <summary>What tells it from others.</summary>
    public ContainerKey KeyIn(KustomizedObject target) =>
        new(target.Kind, target.Name.Name, Map.Text("name") ?? "", IsInit);
}
