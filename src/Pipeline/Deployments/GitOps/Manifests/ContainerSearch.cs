namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>A container in a document.</summary>
/// <param name="Kind">The workload's kind.</param>
/// <param name="Workload">The workload's name.</param>
/// <param name="Map">The container itself.</param>
/// <param name="IsInit">True for an init container.</param>
/// <param name="IsRepeated">True where an alias repeats the container or its surroundings.</param>
internal sealed record PodContainer(string Kind, string Workload, ManifestMap Map, bool IsInit, bool IsRepeated);

/// <summary>
/// Finds the containers of workloads: those of Kubernetes itself, and of Argo Rollouts, Knative and KEDA.
/// </summary>
internal static class ContainerSearch
{
    private static readonly Dictionary<string, ImmutableArray<string>> PodPaths = new()
    {
        ["Pod"] = ["spec"],
        ["Deployment"] = ["spec", "template", "spec"],
        ["StatefulSet"] = ["spec", "template", "spec"],
        ["DaemonSet"] = ["spec", "template", "spec"],
        ["Job"] = ["spec", "template", "spec"],
        ["ReplicaSet"] = ["spec", "template", "spec"],
        ["ReplicationController"] = ["spec", "template", "spec"],
        ["Rollout"] = ["spec", "template", "spec"],
        // Knative's; those of Kubernetes itself have no template.
        ["Service"] = ["spec", "template", "spec"],
        ["Configuration"] = ["spec", "template", "spec"],
        // KEDA's.
        ["ScaledJob"] = ["spec", "jobTargetRef", "template", "spec"],
        ["CronJob"] = ["spec", "jobTemplate", "spec", "template", "spec"],
    };

    /// <summary>All containers of a document, including those in the items of a list.</summary>
    public static IEnumerable<PodContainer> Of(ManifestDocument document) =>
        document.Root switch
        {
            ManifestList objects => objects
                .Items.OfType<ManifestMap>()
                .SelectMany(item => Of(item, [objects], document)),
            ManifestMap root when Items(root) is { } items => items
                .Items.OfType<ManifestMap>()
                .SelectMany(item => Of(item, [root, items], document)),
            ManifestMap root => Of(root, [], document),
            _ => [],
        };

    /// <summary>The objects of a document, including those in a list or <c>List</c>.</summary>
    public static IEnumerable<ManifestMap> Objects(ManifestDocument document) =>
        document.Root switch
        {
            ManifestList objects => objects.Items.OfType<ManifestMap>(),
            ManifestMap root when Items(root) is { } items => items.Items.OfType<ManifestMap>(),
            ManifestMap root => [root],
            _ => [],
        };

    /// <summary>The objects of a <c>List</c>, or of a list of a kind; null for another object.</summary>
    public static ManifestList? Items(ManifestMap root) =>
        root.Text("kind")?.EndsWith("List", StringComparison.Ordinal) == true ? root["items"] as ManifestList : null;

    private static IEnumerable<PodContainer> Of(
        ManifestMap workload,
        ImmutableArray<ManifestNode> around,
        ManifestDocument document
    )
    {
        if (workload.Text("kind") is not { } kind || !PodPaths.TryGetValue(kind, out var path))
            yield break;

        var name = (workload["metadata"] as ManifestMap)?.Text("name") ?? "";
        var pod = workload;
        around = around.Add(workload);
        foreach (var key in path)
        {
            if (pod[key] is not ManifestMap inner)
                yield break;
            pod = inner;
            around = around.Add(inner);
        }

        foreach (var list in new[] { "containers", "initContainers" })
        foreach (var container in (pod[list] as ManifestList)?.Items.OfType<ManifestMap>() ?? [])
            yield return new(
                kind,
                name,
                container,
                IsInit: list == "initContainers",
                document.Repeats(around.Append(pod[list]!).Append(container))
            );
    }
}
