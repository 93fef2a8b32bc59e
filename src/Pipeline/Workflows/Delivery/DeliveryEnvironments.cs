using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Catalog;

namespace Pipeline.Workflows.Delivery;

/// <summary>The environments of a catalog, as workflows work on them.</summary>
internal static class DeliveryEnvironments
{
    /// <summary>What targets call the app that works on the GitOps repository.</summary>
    public const string GitOps = "gitops";

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // Where AWS's clients look for the role to take on.
    private const string RoleVariable = "AWS_ROLE_ARN";

    /// <summary>What targets call the token of Argo CD.</summary>
    public const string ArgoCd = "argocd";

    /// <summary>What targets call the key that images are signed with.</summary>
    public const string Signing = "signing";

    /// <summary>The one that images are delivered to from the sources, without a pull request; null: there is none but local.</summary>
    public static Environment? First(Platform platform) =>
        platform.Environments.FirstOrDefault(environment =>
            environment is { PromotedFrom: null, Promotion: Promotion.Automatic }
            && environment.Name != Environment.LocalName
        );

    /// <summary>The ones that images are promoted to.</summary>
    public static ImmutableArray<Environment> Promoted(Platform platform) =>
        [.. platform.Environments.Where(environment => environment.PromotedFrom is not null)];

    /// <summary>The ones that anything is delivered to.</summary>
    public static ImmutableArray<Environment> Delivered(Platform platform) =>
        [.. platform.Environments.Where(environment => environment.Name != Environment.LocalName)];

    /// <summary>One that jobs may change.</summary>
    public static JobEnvironment Of(Platform platform, Environment environment) =>
        new(environment.Name)
        {
            Identity = environment.GitHub.Role is null ? null : $"the role of {environment.Name}",
            IdentityVariables = [new(RoleVariable, environment.GitHub.Role ?? "")],
            Apps = Apps(platform, [environment], environment.Promotion),
            Secrets = Secrets([environment]),
        };

    /// <summary>One of several, which whoever starts the workflow chooses.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="environments">Those to choose from.</param>
    /// <param name="how">How the job changes one.</param>
    public static JobEnvironment Chosen(
        Platform platform,
        ImmutableArray<Environment> environments,
        Func<Environment, Promotion> how
    ) =>
        new("${{ inputs.environment }}")
        {
            IsChosen = true,
            Identity = environments.Any(environment => environment.GitHub.Role is not null)
                ? "the environment's role"
                : null,
            IdentityVariables = Roles("inputs.environment", environments, environment => environment.GitHub.Role),
            Apps = Apps(platform, environments, environments.Max(how)),
            Secrets = Secrets(environments),
        };

    /// <summary>Each of several, to look at alone: guarded by environments of their own, which nobody has to approve.</summary>
    public static JobEnvironment Audited(Platform platform, ImmutableArray<Environment> environments) =>
        new("${{ matrix.environment }}")
        {
            Guard = "${{ matrix.environment }}-audit",
            Identity = environments.Any(environment => environment.GitHub.AuditRole is not null)
                ? "the environment's audit role"
                : null,
            IdentityVariables = Roles("matrix.environment", environments, environment => environment.GitHub.AuditRole),
            Apps = Apps(platform, environments, Promotion.Automatic),
            Secrets = Secrets(environments),
        };

    private static ImmutableDictionary<string, AppRepository> Apps(
        Platform platform,
        ImmutableArray<Environment> environments,
        Promotion how
    )
    {
        var known = environments
            .Select(environment => Repository(platform, environment))
            .OfType<AppRepository>()
            .Distinct()
            .ToArray();
        return known switch
        {
            [] => ImmutableDictionary<string, AppRepository>.Empty,
            [var only] => ImmutableDictionary<string, AppRepository>.Empty.Add(
                GitOps,
                how == Promotion.PullRequest ? only : only with { Scopes = [Scope.Contents] }
            ),
            _ => throw new WorkflowException(
                $"{string.Join(" and ", environments.Select(environment => environment.Name))} have GitOps repositories or token variables of their own, and one job would need a token for each: give them one repository and one \"gitops.tokenVariable\""
            ),
        };
    }

    private static ImmutableArray<NamedValue> Roles(
        string name,
        ImmutableArray<Environment> environments,
        Func<Environment, string?> role
    )
    {
        var roles = environments
            .Where(environment => role(environment) is not null)
            .ToDictionary(environment => environment.Name, environment => role(environment)!);
        return [new(RoleVariable, $"${{{{ fromJSON('{JsonSerializer.Serialize(roles, Json)}')[{name}] }}}}")];
    }

    private static AppRepository? Repository(Platform platform, Environment environment)
    {
        if (environment.GitHub.GitOps is not { } repository)
            return null;
        if (!environment.IsLocal && environment.GitOps.TokenVariable is null)
            throw new WorkflowException(
                $"workflows push to {repository} for {environment.Name} with a token, and the catalog does not say where the build finds it: set \"gitops.tokenVariable\", for example to GITOPS_TOKEN"
            );

        var parts = repository.Split('/');
        return new(parts[0], parts[1], environment.GitOps.TokenVariable ?? environment.PullRequests.TokenVariable)
        {
            IsOwn =
                platform.Source is { } source
                && source.TrimEnd('/').EndsWith($"/{repository}", StringComparison.OrdinalIgnoreCase),
        };
    }

    private static ImmutableDictionary<string, string> Secrets(ImmutableArray<Environment> environments) =>
        new[]
        {
            (Name: ArgoCd, Variable: environments.Select(environment => environment.ArgoCd?.TokenVariable)),
            (Name: Signing, Variable: environments.Select(environment => environment.Signatures?.KeyVariable)),
        }
            .Select(secret => (secret.Name, Variable: secret.Variable.OfType<string>().FirstOrDefault()))
            .Where(secret => secret.Variable is not null)
            .ToImmutableDictionary(secret => secret.Name, secret => secret.Variable!);
}
