using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Graph;

/// <summary>A need of a target in a workflow, stated once, beside it; its job gets that and no more.</summary>
/// <param name="reason">Why, as it stands in the workflow: "opens the pull request".</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public abstract class NeedsAttribute(string reason) : Attribute
{
    /// <summary>Why.</summary>
    public string Reason => reason;

    /// <summary>
    /// The feature of the job's environment that makes this necessary; null: always.
    /// </summary>
    public string? When { get; set; }
}

/// <summary>The target uses the job's own token for more than reading the repository's contents.</summary>
/// <param name="scope">The scope.</param>
/// <param name="access">The access.</param>
/// <param name="reason">Why.</param>
public sealed class NeedsRightAttribute(Scope scope, Access access, string reason) : NeedsAttribute(reason)
{
    /// <summary>The scope.</summary>
    public Scope Scope => scope;

    /// <summary>The access.</summary>
    public Access Access => access;
}

/// <summary>The target authenticates by OpenID Connect: to a cloud, or for a keyless signature.</summary>
/// <param name="reason">Why.</param>
public sealed class NeedsIdentityAttribute(string reason) : NeedsAttribute(reason)
{
    /// <summary>The default name of the identity: that of a cloud.</summary>
    public const string Cloud = "cloud";

    /// <summary>The identity's name in the workflow's design.</summary>
    public string As { get; set; } = Cloud;
}

/// <summary>The target needs the repository's whole history, with its tags, and not only the commit.</summary>
/// <param name="reason">Why.</param>
public sealed class NeedsHistoryAttribute(string reason) : NeedsAttribute(reason);

/// <summary>
/// The target needs what another one leaves on the machine, such as tools: its job runs that one first.
/// </summary>
/// <param name="target">The other target.</param>
/// <param name="reason">Why.</param>
public sealed class NeedsTargetAttribute(string target, string reason) : NeedsAttribute(reason)
{
    /// <summary>The other target.</summary>
    public string Target => target;
}

/// <summary>The target accesses another repository, with a token of a GitHub App that is installed there.</summary>
/// <param name="app">The app's name in the workflow's design.</param>
/// <param name="scope">The token's scope.</param>
/// <param name="access">The access.</param>
/// <param name="reason">Why.</param>
public sealed class NeedsAppAttribute(string app, Scope scope, Access access, string reason) : NeedsAttribute(reason)
{
    /// <summary>The app's name in the workflow's design.</summary>
    public string App => app;

    /// <summary>The token's scope.</summary>
    public Scope Scope => scope;

    /// <summary>The access.</summary>
    public Access Access => access;
}

/// <summary>The target reads a secret of the job's environment.</summary>
/// <param name="secret">The secret's name in the workflow's design.</param>
/// <param name="reason">Why.</param>
public sealed class NeedsSecretAttribute(string secret, string reason) : NeedsAttribute(reason)
{
    /// <summary>The secret's name in the workflow's design.</summary>
    public string Secret => secret;

    /// <summary>
    /// True for a secret that is meant for the code which the target runs, such as one that a build downloads packages
    /// with: the only right that a job with a <see cref="RunsCodeAttribute"/> may hold.
    /// </summary>
    public bool ForCode { get; set; }
}
