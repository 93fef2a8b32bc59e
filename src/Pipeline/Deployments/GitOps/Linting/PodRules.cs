using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Quality.Findings;

namespace Pipeline.Deployments.GitOps.Linting;

/// <summary>Finds common omissions in pods, and rights that a pod should not request.</summary>
/// <param name="pod">The pod.</param>
/// <param name="services">The services, whose own images are set by <c>Bump</c>.</param>
internal sealed class PodRules(PodSpec pod, ImmutableArray<Service> services)
{
    /// <summary>The findings in the pods of an object.</summary>
    public static IEnumerable<Finding> Check(ManifestObject manifest, ImmutableArray<Service> services) =>
        PodSpec.Of(manifest) is { } pod ? new PodRules(pod, services).Check() : [];

    private IEnumerable<Finding> Check() =>
        pod
            .AllContainers.SelectMany(Image)
            .Concat(pod.Containers.SelectMany(Resources))
            .Concat(pod.IsServer ? pod.Containers.SelectMany(Probes) : [])
            .Concat(pod.AllContainers.SelectMany(Privileges))
            .Concat(Host());

    private IEnumerable<Finding> Image(ManifestMap container)
    {
        if (container["image"] is not ManifestScalar { Value: { Length: > 0 } written } scalar)
            yield break;

        var image = ImageReference.Parse(written);
        if (services.Any(service => IsOf(service, image)))
            yield break;
        if (image.Digest is null && image.Tag is null or "latest")
            yield return Find(
                "image-latest",
                Severity.High,
                scalar,
                $"{written} is whatever was pushed last: give a version and its digest"
            );
        else if (image.Digest is null)
            yield return Find(
                "image-not-pinned",
                Severity.Medium,
                scalar,
                $"{written} can be pushed again: add its digest, @sha256:…"
            );
    }

    private IEnumerable<Finding> Resources(ManifestMap container)
    {
        var resources = container["resources"] as ManifestMap;
        if (resources is null && container["resources"] is not null)
            yield break;

        var missing = new[] { ("requests", "cpu"), ("requests", "memory"), ("limits", "memory") }
            .Where(need => (resources?[need.Item1] as ManifestMap)?[need.Item2] is null)
            .Select(need => $"resources.{need.Item1}.{need.Item2}")
            .ToArray();
        if (missing.Length > 0)
            yield return Find(
                "resources",
                Severity.Medium,
                Name(container),
                $"{Called(container)} lacks {string.Join(", ", missing)}: the scheduler cannot place it well, and it can starve others"
            );
        else if ((resources!["limits"] as ManifestMap)?["cpu"] is null)
            yield return Find("resources", Severity.Low, Name(container), $"{Called(container)} has no limits.cpu");
    }

    private IEnumerable<Finding> Probes(ManifestMap container)
    {
        if (container["readinessProbe"] is null)
            yield return Find(
                "readiness-probe",
                Severity.Medium,
                Name(container),
                $"{Called(container)} has no readinessProbe: it gets requests before it can answer them"
            );
        if (container["livenessProbe"] is null)
            yield return Find(
                "liveness-probe",
                Severity.Medium,
                Name(container),
                $"{Called(container)} has no livenessProbe: nobody restarts it when it hangs"
            );
    }

    private IEnumerable<Finding> Privileges(ManifestMap container) =>
        (container["securityContext"] as ManifestMap)?["privileged"] is ManifestScalar { Value: "true" } scalar
            ?
            [
                Find(
                    "privileged",
                    Severity.High,
                    scalar,
                    $"{Called(container)} is privileged: it has full access to its node"
                ),
            ]
            : [];

    private IEnumerable<Finding> Host()
    {
        foreach (var name in new[] { "hostNetwork", "hostPID", "hostIPC" })
            if (pod.Map[name] is ManifestScalar { Value: "true" } scalar)
                yield return Find("host-namespace", Severity.High, scalar, $"{name} breaks the pod's isolation");
        foreach (var volume in pod.Volumes)
            if (volume.All("hostPath").Select(entry => entry.Key).FirstOrDefault() is { } key)
                yield return Find(
                    "host-path",
                    Severity.High,
                    key,
                    $"the volume {volume.Text("name")} is a folder of the node, which other pods share and which outlives the pod"
                );
    }

    private static bool IsOf(Service service, ImageReference image) =>
        image.Repository == service.Image || image.Repository.EndsWith($"/{service.Image}", StringComparison.Ordinal);

    private static string Called(ManifestMap container) => $"the container {container.Text("name")}";

    private static ManifestScalar? Name(ManifestMap container) =>
        container["name"] as ManifestScalar ?? container.Entries.Select(entry => entry.Key).FirstOrDefault();

    private Finding Find(string rule, Severity severity, ManifestScalar? where, string message) =>
        pod.Manifest.Finding(rule, severity, where, message);
}
