using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Quality.Findings;

namespace Pipeline.Deployments.GitOps.Linting;

/// <summary>Finds numbers of replicas that Git and an autoscaler both set.</summary>
internal static class ScalingRules
{
    /// <summary>The findings in the objects of a service.</summary>
    public static IEnumerable<Finding> Check(IReadOnlyCollection<ManifestObject> objects)
    {
        var scaled = objects
            .Where(manifest => manifest.Kind == "HorizontalPodAutoscaler")
            .Select(manifest => (manifest.Map["spec"] as ManifestMap)?["scaleTargetRef"] as ManifestMap)
            .OfType<ManifestMap>()
            .Select(target => (target.Text("kind"), target.Text("name")))
            .ToHashSet();
        foreach (var manifest in objects.Where(manifest => scaled.Contains((manifest.Kind, manifest.Name))))
            if (
                (manifest.Map["spec"] as ManifestMap)?.All("replicas").Select(entry => entry.Key).FirstOrDefault() is
                { } key
            )
                yield return manifest.Finding(
                    "replicas-with-autoscaler",
                    Severity.Medium,
                    key,
                    $"an autoscaler sets the replicas of {manifest.Kind} {manifest.Name}, and each sync sets them back: remove \"replicas\""
                );
    }
}
