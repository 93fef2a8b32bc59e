namespace Pipeline.Build.Delivery;

/// <summary>What targets call the things that a catalog's environments have, where they say what they need.</summary>
public static class DeliveryNeeds
{
    /// <summary>The app that works on the GitOps repository.</summary>
    public const string GitOps = "gitops";

    /// <summary>The secret that holds Argo CD's token.</summary>
    public const string ArgoCd = "argocd";

    /// <summary>The secret that holds the registry's password, where the registry is opened by one.</summary>
    public const string Registry = "registry";

    /// <summary>The secret that holds the key that images are signed with.</summary>
    public const string SigningKey = "signing";

    /// <summary>The secrets that images are built with.</summary>
    public const string BuildSecrets = "build";

    /// <summary>The workflow's own identity, which images are signed with where there is no key.</summary>
    public const string Workflow = "workflow";

    /// <summary>The feature that images have versions, which are counted by tags of the sources' repository.</summary>
    public const string VersionTags = "version tags";

    /// <summary>The feature that versions grow by what commits say.</summary>
    public const string CommitVersions = "versions by commits";

    /// <summary>The feature that the registry is GitHub's own, and opened by the token of the job.</summary>
    public const string Packages = "packages";

    /// <summary>The feature that base images are pulled with the registry's login.</summary>
    public const string PulledBases = "pulled bases";

    /// <summary>The feature that base images are pulled from such a registry.</summary>
    public const string PulledPackages = "pulled packages";

    /// <summary>The feature that nothing is taken from such a registry but images whose signatures verify.</summary>
    public const string VerifiedPackages = "verified packages";

    /// <summary>The feature that images are copied there from another registry.</summary>
    public const string CopiedPackages = "copied packages";

    /// <summary>The feature that nothing is taken but images whose signatures verify.</summary>
    public const string VerifiedImages = "verified images";

    /// <summary>The feature that these are signatures of identities, which takes a tool of its own to verify.</summary>
    public const string VerifiedIdentities = "verified identities";
}
