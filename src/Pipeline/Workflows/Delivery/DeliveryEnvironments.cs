using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Catalog;

namespace Pipeline.Workflows.Delivery;

/// <summary>The environments of a catalog, as workflows work on them.</summary>
internal static class DeliveryEnvironments
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // Where AWS's clients look for the role to take on.
    private const string RoleVariable = "AWS_ROLE_ARN";

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
            Features = DeliveryFeatures.Of(platform, [environment]),
            Identities = Identities(
                environment.GitHub.Role is { } role
                    ? new($"the role of {environment.Name}") { Variables = [new(RoleVariable, role)] }
                    : null,
                [environment]
            ),
            Apps = Apps(platform, [environment], environment.Promotion),
            Secrets = Secrets([environment]),
        };

    /// <summary>One of another repository's, whose roles are its own.</summary>
    /// <param name="platform">The catalog, which that repository's is like.</param>
    /// <param name="environments">Those of this catalog.</param>
    public static JobEnvironment OfRepository(Platform platform, ImmutableArray<Environment> environments)
    {
        var chosen = Chosen(platform, environments, _ => Promotion.Automatic);
        return chosen.Identities.GetValueOrDefault(NeedsIdentityAttribute.Cloud) is { } role
            ? chosen with
            {
                Identities = chosen.Identities.SetItem(
                    NeedsIdentityAttribute.Cloud,
                    role with
                    {
                        Variables = [new(RoleVariable, $"${{{{ vars.{RoleVariable} }}}}")],
                    }
                ),
            }
            : chosen;
    }

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
            Features = DeliveryFeatures.Of(platform, environments),
            Identities = Identities(
                Role(
                    "the environment's role",
                    "inputs.environment",
                    environments,
                    environment => environment.GitHub.Role
                ),
                environments
            ),
            Apps = Apps(platform, environments, environments.Max(how)),
            Secrets = Secrets(environments),
        };

    /// <summary>Each of several, to look at alone: guarded by environments of their own, which nobody has to approve.</summary>
    public static JobEnvironment Audited(Platform platform, ImmutableArray<Environment> environments) =>
        new("${{ matrix.environment }}")
        {
            Guard = "${{ matrix.environment }}-audit",
            Features = DeliveryFeatures.Of(platform, environments),
            Identities = Identities(
                Role(
                    "the environment's audit role",
                    "matrix.environment",
                    environments,
                    environment => environment.GitHub.AuditRole
                ),
                environments
            ),
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
                DeliveryNeeds.GitOps,
                how == Promotion.PullRequest ? only : only with { Scopes = [Scope.Contents] }
            ),
            _ => throw new WorkflowException(
                $"{string.Join(" and ", environments.Select(environment => environment.Name))} have GitOps repositories or token variables of their own, and one job would need a token for each: give them one repository and one \"gitops.tokenVariable\""
            ),
        };
    }

    private static ImmutableDictionary<string, JobIdentity> Identities(
        JobIdentity? role,
        ImmutableArray<Environment> environments
    )
    {
        var identities = ImmutableDictionary.CreateBuilder<string, JobIdentity>();
        if (role is not null)
            identities.Add(NeedsIdentityAttribute.Cloud, role);
        if (environments.Any(environment => environment.Signatures?.Identity is not null))
            identities.Add(DeliveryNeeds.Workflow, new("this workflow"));
        return identities.ToImmutable();
    }

    private static JobIdentity? Role(
        string description,
        string name,
        ImmutableArray<Environment> environments,
        Func<Environment, string?> role
    )
    {
        var roles = environments
            .Where(environment => role(environment) is not null)
            .ToDictionary(environment => environment.Name, environment => role(environment)!);
        return roles.Count == 0
            ? null
            : new(description)
            {
                Variables =
                [
                    new(RoleVariable, $"${{{{ fromJSON('{JsonSerializer.Serialize(roles, Json)}')[{name}] }}}}"),
                ],
            };
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
            (
                Name: DeliveryNeeds.ArgoCd,
                Variable: environments.Select(environment => environment.ArgoCd?.TokenVariable)
            ),
            (
                Name: DeliveryNeeds.SigningKey,
                Variable: environments.Select(environment => environment.Signatures?.KeyVariable)
            ),
        }
            .Select(secret => (secret.Name, Variable: secret.Variable.OfType<string>().FirstOrDefault()))
            .Where(secret => secret.Variable is not null)
            .ToImmutableDictionary(secret => secret.Name, secret => secret.Variable!);
}
