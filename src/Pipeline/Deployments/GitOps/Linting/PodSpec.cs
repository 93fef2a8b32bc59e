using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Linting;

/// <summary>The pod template of a workload.</summary>
/// <param name="Manifest">The workload.</param>
/// <param name="Map">The pod's specification.</param>
/// <param name="IsServer">True for pods that run continuously.</param>
internal sealed record PodSpec(ManifestObject Manifest, ManifestMap Map, bool IsServer)
{
    /// <summary>The containers, without init containers.</summary>
    public IEnumerable<ManifestMap> Containers => Items("containers");

    /// <summary>All containers.</summary>
    public IEnumerable<ManifestMap> AllContainers => Containers.Concat(Items("initContainers"));

    public IEnumerable<ManifestMap> Volumes => Items("volumes");

    /// <summary>The pod template of a workload; null for any other object.</summary>
    public static PodSpec? Of(ManifestObject manifest)
    {
        ImmutableArray<string> path = manifest.Kind switch
        {
            "Pod" => ["spec"],
            "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "Job" or "Rollout" =>
            [
                "spec",
                "template",
                "spec",
            ],
            "CronJob" => ["spec", "jobTemplate", "spec", "template", "spec"],
            _ => [],
        };
        if (path.IsEmpty)
            return null;

        var map = path.Aggregate((ManifestMap?)manifest.Map, (at, key) => at?[key] as ManifestMap);
        return map is null ? null : new(manifest, map, manifest.Kind is not ("Pod" or "Job" or "CronJob"));
    }

    private IEnumerable<ManifestMap> Items(string list) =>
        (Map[list] as ManifestList)?.Items.OfType<ManifestMap>() ?? [];
}
