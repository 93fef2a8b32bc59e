using Nuke.Common.IO;

namespace Pipeline.Catalog;

/// <summary>The Argo CD that syncs an environment from its GitOps repository.</summary>
public sealed record ArgoCdSettings
{
    /// <summary>The default environment variable for the token: that of Argo CD's own command line.</summary>
    public const string DefaultTokenVariable = "ARGOCD_AUTH_TOKEN";

    /// <summary>The default pattern for the names of applications.</summary>
    public const string DefaultApplication = "{service}-{environment}";

    /// <summary>True where <c>Verify</c> asks it about deliveries.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>The server's address; null only where it is not enabled.</summary>
    public Uri? Server { get; init; }

    /// <summary>The environment variable that holds the token.</summary>
    public string TokenVariable { get; init; } = DefaultTokenVariable;

    /// <summary>
    /// The root certificates to trust for the server, in PEM form; null: those that this machine trusts.
    /// </summary>
    public AbsolutePath? CertificateAuthority { get; init; }

    /// <summary>The name of a service's application, with <c>{service}</c> and <c>{environment}</c> in it.</summary>
    public string Application { get; init; } = DefaultApplication;

    /// <summary>The project that the applications belong to; null: any.</summary>
    public string? Project { get; init; }

    /// <summary>The label selector of the applications; null: all.</summary>
    public string? Selector { get; init; }

    /// <summary>How long applications may take to sync and become healthy.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>True to roll back where the delivered image ends degraded.</summary>
    public bool Rollback { get; init; }

    /// <summary>The URL by which Argo CD clones the GitOps repository; null where it is not known.</summary>
    public string? Repository { get; init; }

    /// <summary>The cluster's name in Argo CD.</summary>
    public string Cluster { get; init; } = "in-cluster";

    /// <summary>The namespace that the services run in.</summary>
    public required string Namespace { get; init; }

    /// <summary>Folders of manifests that belong to no service, relative to the GitOps repository's root.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    /// <summary>
    /// Notification subscriptions: recipients by <c>TRIGGER.SERVICE</c>, such as <c>on-deployed.slack</c>.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Notifications { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The name of a service's application.</summary>
    /// <param name="service">The service's name, or a placeholder for it.</param>
    /// <param name="environment">The environment's name.</param>
    public string ApplicationOf(string service, string environment) =>
        Application
            .Replace("{service}", service, StringComparison.Ordinal)
            .Replace("{environment}", environment, StringComparison.Ordinal);
}
