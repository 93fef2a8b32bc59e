namespace Pipeline.Workflows.Model;

/// <summary>Something that the token of a job can be let do; GitHub's <c>permissions</c>.</summary>
public enum Scope
{
    /// <summary>Workflows and their runs.</summary>
    Actions,

    /// <summary>Attestations of what was built.</summary>
    Attestations,

    /// <summary>Checks of commits.</summary>
    Checks,

    /// <summary>The repository's contents, and its releases.</summary>
    Contents,

    /// <summary>Deployments.</summary>
    Deployments,

    /// <summary>An identity that others trust, by OpenID Connect.</summary>
    IdToken,

    /// <summary>Issues, and the labels of pull requests.</summary>
    Issues,

    /// <summary>Packages.</summary>
    Packages,

    /// <summary>Pages.</summary>
    Pages,

    /// <summary>Pull requests.</summary>
    PullRequests,

    /// <summary>Findings of code scanning.</summary>
    SecurityEvents,

    /// <summary>Statuses of commits.</summary>
    Statuses,
}

/// <summary>How far a right goes, from the least to the most.</summary>
public enum Access
{
    /// <summary>Looking.</summary>
    Read,

    /// <summary>Changing.</summary>
    Write,
}

/// <summary>A right of a job.</summary>
/// <param name="Scope">What it is about.</param>
/// <param name="Access">How far it goes.</param>
/// <param name="Reason">Why the job needs it; null only for reading the repository's contents.</param>
public sealed record Permission(Scope Scope, Access Access, string? Reason)
{
    /// <summary>Checking the repository out.</summary>
    public static Permission Checkout { get; } = new(Scope.Contents, Access.Read, null);

    /// <summary>GitHub's name of the scope.</summary>
    public string Key => NameOf(Scope);

    /// <summary>GitHub's name of a scope.</summary>
    public static string NameOf(Scope scope) =>
        scope switch
        {
            Scope.IdToken => "id-token",
            Scope.PullRequests => "pull-requests",
            Scope.SecurityEvents => "security-events",
            _ => $"{scope}".ToLowerInvariant(),
        };

    /// <summary>Each scope once, as far as any of these goes, with all of their reasons.</summary>
    public static ImmutableArray<Permission> Merge(IEnumerable<Permission> permissions) =>
        [
            .. permissions
                .GroupBy(permission => permission.Scope)
                .OrderBy(scope => scope.Key != Scope.Contents)
                .ThenBy(scope => scope.Key)
                .Select(scope =>
                {
                    var access = scope.Max(permission => permission.Access);
                    var reasons = scope
                        .Where(permission => permission.Access == access && permission.Reason is not null)
                        .Select(permission => permission.Reason)
                        .Distinct();
                    return new Permission(
                        scope.Key,
                        access,
                        string.Join("; ", reasons) is { Length: > 0 } reason ? reason : null
                    );
                }),
        ];
}
