namespace Pipeline.Build.Delivery;

/// <summary>The names by which targets state what they need of a catalog's environments.</summary>
public static class DeliveryNeeds
{
    /// <summary>The GitHub App for the GitOps repository.</summary>
    public const string GitOps = "gitops";

    /// <summary>The secret with Argo CD's token.</summary>
    public const string ArgoCd = "argocd";

    /// <summary>The secrets with the tokens or keys of the monitoring system.</summary>
    public const string Monitoring = "monitoring";

    /// <summary>The secrets with the private key of hosts, and its passphrase.</summary>
    public const string Hosts = "hosts";

    /// <summary>The cloud's identity, where the cluster is one of Amazon ECS.</summary>
    public const string Cluster = "cluster";

    /// <summary>The secrets that services on hosts see.</summary>
    public const string HostVariables = "host variables";

    /// <summary>The secret with the registry's password, where it has one.</summary>
    public const string Registry = "registry";

    /// <summary>The secret with the key that signs images.</summary>
    public const string SigningKey = "signing";

    /// <summary>The build secrets of images.</summary>
    public const string BuildSecrets = "build";

    /// <summary>The secrets that programs of services see.</summary>
    public const string PassEnv = "pass";

    /// <summary>The secrets that end-to-end suites see.</summary>
    public const string Suites = "suites";

    /// <summary>The workflow's own identity, for keyless signatures.</summary>
    public const string Workflow = "workflow";

    /// <summary>The feature: images have versions, which are tags of the sources' repository.</summary>
    public const string VersionTags = "version tags";

    /// <summary>The feature: versions follow from commits.</summary>
    public const string CommitVersions = "versions by commits";

    /// <summary>The feature: the registry is GitHub's own, with the job's token.</summary>
    public const string Packages = "packages";

    /// <summary>The feature: base images are pulled with the registry's login.</summary>
    public const string PulledBases = "pulled bases";

    /// <summary>The feature: base images are pulled from such a registry.</summary>
    public const string PulledPackages = "pulled packages";

    /// <summary>The feature: images are copied there from another registry.</summary>
    public const string CopiedPackages = "copied packages";

    /// <summary>The feature: signatures must be verified and are keyless, which takes a tool of its own.</summary>
    public const string VerifiedIdentities = "verified identities";
}
