using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Graph;

/// <summary>Something that a target cannot do without in a workflow, stated once, beside it; its job gets that and no more.</summary>
/// <param name="reason">Why, as it stands in the workflow: "opens the pull request".</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public abstract class NeedsAttribute(string reason) : Attribute
{
    /// <summary>Why.</summary>
    public string Reason => reason;

    /// <summary>
    /// The feature that the job's environment must have for this to be needed; null: it always is needed.
    /// </summary>
    public string? When { get; set; }
}

/// <summary>The target uses the job's own token for more than reading the repository's contents.</summary>
/// <param name="scope">What the right is about.</param>
/// <param name="access">How far it goes.</param>
/// <param name="reason">Why.</param>
public sealed class NeedsRightAttribute(Scope scope, Access access, string reason) : NeedsAttribute(reason)
{
    /// <summary>What the right is about.</summary>
    public Scope Scope => scope;

    /// <summary>How far it goes.</summary>
    public Access Access => access;
}

/// <summary>The target authenticates by OpenID Connect: to a cloud, or to whoever vouches for what it signs.</summary>
/// <param name="reason">Why.</param>
public sealed class NeedsIdentityAttribute(string reason) : NeedsAttribute(reason)
{
    /// <summary>What the workflow calls the identity of a cloud where nobody says otherwise.</summary>
    public const string Cloud = "cloud";

    /// <summary>What the workflow calls the identity.</summary>
    public string As { get; set; } = Cloud;
}

/// <summary>The target needs the repository's whole history, with its tags, and not only the commit.</summary>
/// <param name="reason">Why.</param>
public sealed class NeedsHistoryAttribute(string reason) : NeedsAttribute(reason);

/// <summary>The target works with what another leaves on the machine, such as one that fetches tools: its job runs that first.</summary>
/// <param name="target">The other target.</param>
/// <param name="reason">Why.</param>
public sealed class NeedsTargetAttribute(string target, string reason) : NeedsAttribute(reason)
{
    /// <summary>The other target.</summary>
    public string Target => target;
}

/// <summary>The target works on another repository, with a token of a GitHub App that is installed there.</summary>
/// <param name="app">What the workflow calls the app.</param>
/// <param name="scope">What the token is for.</param>
/// <param name="access">How far it goes.</param>
/// <param name="reason">Why.</param>
public sealed class NeedsAppAttribute(string app, Scope scope, Access access, string reason) : NeedsAttribute(reason)
{
    /// <summary>What the workflow calls the app.</summary>
    public string App => app;

    /// <summary>What the token is for.</summary>
    public Scope Scope => scope;

    /// <summary>How far it goes.</summary>
    public Access Access => access;
}

/// <summary>The target reads a secret of the job's environment.</summary>
/// <param name="secret">What the workflow calls the secret.</param>
/// <param name="reason">Why.</param>
public sealed class NeedsSecretAttribute(string secret, string reason) : NeedsAttribute(reason)
{
    /// <summary>What the workflow calls the secret.</summary>
    public string Secret => secret;
}
