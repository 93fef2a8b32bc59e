using Pipeline.Catalog;
using Pipeline.Images.Building;
using Pipeline.Workflows.Design;
using Pipeline.Workflows.Graph;

namespace Pipeline.Build.Delivery;

/// <summary>The environments of a catalog, as workflows work on them.</summary>
internal static class DeliveryEnvironments
{
    // Where AWS's clients look for the role to take on.
    private const string RoleVariable = "AWS_ROLE_ARN";

    /// <summary>The one that images are delivered to from the sources, without a pull request; null: there is none but local.</summary>
    public static DeploymentEnvironment? First(Platform platform) =>
        platform.Environments.FirstOrDefault(environment =>
            environment is { PromotedFrom: null, Promotion: Promotion.Automatic }
            && environment.Name != DeploymentEnvironment.LocalName
        );

    /// <summary>The ones that images are promoted to.</summary>
    public static ImmutableArray<DeploymentEnvironment> Promoted(Platform platform) =>
        [.. platform.Environments.Where(environment => environment.PromotedFrom is not null)];

    /// <summary>The ones that anything is delivered to.</summary>
    public static ImmutableArray<DeploymentEnvironment> Delivered(Platform platform) =>
        [.. platform.Environments.Where(environment => environment.Name != DeploymentEnvironment.LocalName)];

    /// <summary>One that jobs may change.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="before">True where they also ask what runs in the environment before.</param>
    public static JobEnvironment Of(Platform platform, DeploymentEnvironment environment, bool before = false) =>
        new(environment.Name)
        {
            Features = DeliveryFeatures.Of(platform, [environment], before ? Before(platform, [environment]) : []),
            Identities = Identities(
                environment.GitHub.Role is { } role
                    ? new($"the role of {environment.Name}") { Variables = [new(RoleVariable, role)] }
                    : null,
                [environment]
            ),
            Apps = DeliveryApps.Of(platform, [environment], "", environment.Promotion, before),
            Secrets = Secrets(platform, before ? [environment, .. Before(platform, [environment])] : [environment]),
        };

    /// <summary>One that jobs build images as for, and change nothing of.</summary>
    public static JobEnvironment Unchanged(Platform platform, DeploymentEnvironment environment) =>
        new(environment.Name)
        {
            Features = DeliveryFeatures.OfBases(platform, [environment]),
            Secrets = Secrets(platform, []).SetItem(DeliveryNeeds.Registry, Passwords([environment])),
        };

    /// <summary>One of another repository's, whose roles are its own.</summary>
    /// <param name="platform">The catalog, which that repository's is like.</param>
    /// <param name="environments">Those of this catalog.</param>
    public static JobEnvironment OfRepository(Platform platform, ImmutableArray<DeploymentEnvironment> environments)
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
    /// <param name="before">True where it also asks what runs in the environment before.</param>
    public static JobEnvironment Chosen(
        Platform platform,
        ImmutableArray<DeploymentEnvironment> environments,
        Func<DeploymentEnvironment, Promotion> how,
        bool before = false
    ) =>
        new("${{ inputs.environment }}")
        {
            IsChosen = true,
            Features = DeliveryFeatures.Of(platform, environments, before ? Before(platform, environments) : []),
            Identities = Identities(
                Role(
                    "the environment's role",
                    "inputs.environment",
                    environments,
                    environment => environment.GitHub.Role
                ),
                environments
            ),
            Apps = DeliveryApps.Of(platform, environments, "inputs.environment", environments.Max(how), before),
            Secrets = Secrets(platform, before ? [.. environments, .. Before(platform, environments)] : environments),
        };

    /// <summary>Each of several, to look at alone: guarded by environments of their own, which nobody has to approve.</summary>
    public static JobEnvironment Audited(Platform platform, ImmutableArray<DeploymentEnvironment> environments) =>
        new("${{ matrix.environment }}")
        {
            Guard = "${{ matrix.environment }}-audit",
            Features = DeliveryFeatures.Of(platform, environments, before: []),
            Identities = Identities(
                Role(
                    "the environment's audit role",
                    "matrix.environment",
                    environments,
                    environment => environment.GitHub.AuditRole
                ),
                environments
            ),
            Apps = DeliveryApps.Of(platform, environments, "matrix.environment", Promotion.Automatic, before: false),
            Secrets = Secrets(platform, environments),
        };

    private static ImmutableArray<DeploymentEnvironment> Before(
        Platform platform,
        ImmutableArray<DeploymentEnvironment> environments
    ) => [.. environments.Select(environment => platform.Environment(environment.PromotedFrom!)).Distinct()];

    private static ImmutableDictionary<string, JobIdentity> Identities(
        JobIdentity? role,
        ImmutableArray<DeploymentEnvironment> environments
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
        ImmutableArray<DeploymentEnvironment> environments,
        Func<DeploymentEnvironment, string?> role
    )
    {
        var roles = environments
            .Where(environment => role(environment) is not null)
            .Select(environment => (environment.Name, role(environment)!))
            .ToArray();
        return roles.Length == 0
            ? null
            : new(description) { Variables = [new(RoleVariable, ByEnvironment.Lookup(name, roles))] };
    }

    private static ImmutableDictionary<string, ImmutableArray<string>> Secrets(
        Platform platform,
        ImmutableArray<DeploymentEnvironment> environments
    )
    {
        return ImmutableDictionary<string, ImmutableArray<string>>
            .Empty.Add(DeliveryNeeds.ArgoCd, All(environment => environment.ArgoCd?.TokenVariable))
            .Add(DeliveryNeeds.Registry, Passwords(environments))
            .Add(DeliveryNeeds.SigningKey, All(environment => environment.Signatures?.KeyVariable))
            .Add(DeliveryNeeds.BuildSecrets, BuildSecrets.VariablesOf(platform));

        ImmutableArray<string> All(Func<DeploymentEnvironment, string?> variable) =>
            [.. environments.Select(variable).OfType<string>().Distinct()];
    }

    private static ImmutableArray<string> Passwords(ImmutableArray<DeploymentEnvironment> environments) =>
        [
            .. environments
                .Where(environment => !DeliveryFeatures.IsOpenedByToken(environment))
                .Select(environment => environment.RegistryLogin?.PasswordVariable)
                .OfType<string>()
                .Distinct(),
        ];
}
