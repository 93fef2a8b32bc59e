using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.ArgoCd.Scaffolding;

/// <summary>The kinds in manifests, which their applications must be allowed to create.</summary>
/// <param name="Cluster">Cluster-scoped kinds.</param>
/// <param name="Namespaced">Namespaced kinds.</param>
internal sealed record AllowedKinds(
    ImmutableArray<(string Group, string Kind)> Cluster,
    ImmutableArray<(string Group, string Kind)> Namespaced
)
{
    // Cluster-scoped kinds of Kubernetes itself, and of common add-ons.
    private static readonly HashSet<string> ClusterScoped =
    [
        "APIService",
        "CertificateSigningRequest",
        "ClusterExternalSecret",
        "ClusterIssuer",
        "ClusterPolicy",
        "ClusterRole",
        "ClusterRoleBinding",
        "ClusterSecretStore",
        "CSIDriver",
        "CustomResourceDefinition",
        "GatewayClass",
        "IngressClass",
        "MutatingWebhookConfiguration",
        "Namespace",
        "PersistentVolume",
        "PriorityClass",
        "RuntimeClass",
        "StorageClass",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
        "VolumeSnapshotClass",
    ];

    /// <summary>The kinds in some folders, in order.</summary>
    public static AllowedKinds In(ParsedTree tree, IEnumerable<string> folders)
    {
        var kinds = folders
            .SelectMany(folder => tree.Kustomizations.Sources(folder))
            .SelectMany(folder => tree.Below(folder))
            .SelectMany(file => file.Documents)
            .SelectMany(document => Pipeline.Deployments.GitOps.Linting.ManifestObject.Of("", document, isPatch: false))
            // Configuration of GitOps tools does not reach a cluster.
            .Where(manifest => !manifest.ApiVersion.StartsWith("kustomize.config.k8s.io/", StringComparison.Ordinal))
            .Select(manifest => (Group(manifest.ApiVersion), manifest.Kind))
            .Distinct()
            .Order()
            .ToArray();
        return new(
            [.. kinds.Where(kind => ClusterScoped.Contains(kind.Kind))],
            [.. kinds.Where(kind => !ClusterScoped.Contains(kind.Kind))]
        );
    }

    // "apps/v1"; the core group has no name.
    private static string Group(string apiVersion) =>
        apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion.Split('/')[0] : "";
}
