namespace Pipeline.Workflows.Model;

/// <summary>A permission of a job's token: GitHub's <c>permissions</c>.</summary>
public enum Scope
{
    /// <summary>Workflows and their runs.</summary>
    Actions,

    /// <summary>Attestations of builds.</summary>
    Attestations,

    /// <summary>Checks of commits.</summary>
    Checks,

    /// <summary>The repository's contents, and its releases.</summary>
    Contents,

    /// <summary>Deployments.</summary>
    Deployments,

    /// <summary>Tokens of OpenID Connect.</summary>
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

/// <summary>The access of a permission, from the least to the most.</summary>
public enum Access
{
    /// <summary>Read.</summary>
    Read,

    /// <summary>Write.</summary>
    Write,
}

/// <summary>A permission of a job.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Access">The access.</param>
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

    /// <summary>Each scope once, with the highest access and all reasons.</summary>
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
