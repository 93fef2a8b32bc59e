using Nuke.Common.IO;

namespace Pipeline.Catalog;

/// <summary>The Argo CD that keeps an environment as its GitOps repository describes it.</summary>
public sealed record ArgoCdSettings
{
    /// <summary>The environment variable that is read where the catalog names none: that of Argo CD's own command line.</summary>
    public const string DefaultTokenVariable = "ARGOCD_AUTH_TOKEN";

    /// <summary>The name of applications where the catalog states none.</summary>
    public const string DefaultApplication = "{service}-{environment}";

    /// <summary>True where deliveries are verified by it.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>The address of its server; null only where it is not enabled.</summary>
    public Uri? Server { get; init; }

    /// <summary>The environment variable that holds the token.</summary>
    public string TokenVariable { get; init; } = DefaultTokenVariable;

    /// <summary>The certificates that the server's must go back to, in PEM form; null: those that this machine trusts.</summary>
    public AbsolutePath? CertificateAuthority { get; init; }

    /// <summary>The name of a service's application, with <c>{service}</c> and <c>{environment}</c> in it.</summary>
    public string Application { get; init; } = DefaultApplication;

    /// <summary>The project that the applications belong to; null: any.</summary>
    public string? Project { get; init; }

    /// <summary>The label selector that the applications answer to; null: all.</summary>
    public string? Selector { get; init; }

    /// <summary>How long applications may take to become what was delivered.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>True to bring the previous image back where the delivered one ends degraded.</summary>
    public bool Rollback { get; init; }

    /// <summary>The GitOps repository as Argo CD is to clone it; null where that is not known.</summary>
    public string? Repository { get; init; }

    /// <summary>The cluster's name in Argo CD.</summary>
    public string Cluster { get; init; } = "in-cluster";

    /// <summary>The namespace that the services run in.</summary>
    public required string Namespace { get; init; }

    /// <summary>Folders of manifests that belong to no service, relative to the GitOps repository's root.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    /// <summary>Who is told about what: recipients by <c>TRIGGER.SERVICE</c>, such as <c>on-deployed.slack</c>.</summary>
    public ImmutableSortedDictionary<string, string> Notifications { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The name of a service's application.</summary>
    /// <param name="service">The service, or whatever stands in its place.</param>
    /// <param name="environment">The environment's name.</param>
    public string ApplicationOf(string service, string environment) =>
        Application
            .Replace("{service}", service, StringComparison.Ordinal)
            .Replace("{environment}", environment, StringComparison.Ordinal);
}
