using Pipeline.Catalog;
using Pipeline.Images.Building;
using Pipeline.Workflows.Design;
using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Build.Delivery;

/// <summary>The environments of a catalog, for workflows.</summary>
internal static class DeliveryEnvironments
{
    // The variable from which AWS clients read the role to assume.
    private const string RoleVariable = "AWS_ROLE_ARN";

    /// <summary>
    /// The environment that images are delivered to from source, without a pull request; null for none but local.
    /// </summary>
    public static DeploymentEnvironment? First(Platform platform) => platform.Environments.FirstOrDefault(IsFromSource);

    /// <summary>The branches that are delivered from source, each with its environment.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="branch">The branch of environments that name none.</param>
    public static ImmutableArray<(string Branch, DeploymentEnvironment Environment)> ByBranch(
        Platform platform,
        string branch
    ) =>
        [
            .. platform
                .Environments.Where(IsFromSource)
                .Select(environment => (Branch: environment.DeliveredFrom ?? branch, environment))
                .DistinctBy(one => one.Branch),
        ];

    /// <summary>The environment of the branch that was pushed to.</summary>
    public static JobEnvironment OfBranch(
        Platform platform,
        ImmutableArray<(string Branch, DeploymentEnvironment Environment)> byBranch
    )
    {
        var name = ByEnvironment.Lookup("github.ref_name", byBranch.Select(one => (one.Branch, one.Environment.Name)));
        return Chosen(
            platform,
            [.. byBranch.Select(one => one.Environment)],
            environment => environment.Promotion,
            name: name[4..^3]
        );
    }

    private static bool IsFromSource(DeploymentEnvironment environment) =>
        environment is { PromotedFrom: null, Promotion: Promotion.Automatic }
        && environment.Name != DeploymentEnvironment.LocalName;

    /// <summary>The environments that images are promoted to.</summary>
    public static ImmutableArray<DeploymentEnvironment> Promoted(Platform platform) =>
        [.. platform.Environments.Where(environment => environment.PromotedFrom is not null)];

    /// <summary>The environments that anything is delivered to.</summary>
    public static ImmutableArray<DeploymentEnvironment> Delivered(Platform platform) =>
        [.. platform.Environments.Where(environment => environment.Name != DeploymentEnvironment.LocalName)];

    /// <summary>An environment that jobs change.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="before">True where they also read the previous environment.</param>
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
            Secrets = Secrets(platform, [environment], before ? Before(platform, [environment]) : []),
        };

    /// <summary>An environment that jobs build for without changing it.</summary>
    public static JobEnvironment Unchanged(Platform platform, DeploymentEnvironment environment) =>
        new(environment.Name)
        {
            Features = DeliveryFeatures.OfBases(platform, [environment]),
            Secrets = Secrets(platform, [], before: []).SetItem(DeliveryNeeds.Registry, Passwords([environment])),
        };

    /// <summary>An environment of a calling repository, with its own roles.</summary>
    /// <param name="platform">The catalog, which is taken to be like the calling repository's.</param>
    /// <param name="environments">The environments of this catalog.</param>
    public static JobEnvironment OfRepository(Platform platform, ImmutableArray<DeploymentEnvironment> environments)
    {
        var chosen = Chosen(platform, environments, _ => Promotion.Automatic);
        return chosen.Identities.GetValueOrDefault(NeedsIdentityAttribute.Cloud) is { Secrets.IsEmpty: true } role
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

    /// <summary>An environment chosen by the person who starts the workflow, or by what started it.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="environments">The choices.</param>
    /// <param name="how">How the job changes the environment.</param>
    /// <param name="before">True where it also reads the previous environment.</param>
    /// <param name="name">The expression of its name.</param>
    public static JobEnvironment Chosen(
        Platform platform,
        ImmutableArray<DeploymentEnvironment> environments,
        Func<DeploymentEnvironment, Promotion> how,
        bool before = false,
        string name = "inputs.environment"
    ) =>
        new($"${{{{ {name} }}}}")
        {
            IsChosen = true,
            Features = DeliveryFeatures.Of(platform, environments, before ? Before(platform, environments) : []),
            Identities = Identities(
                Role("the environment's role", name, environments, environment => environment.GitHub.Role),
                environments
            ),
            Apps = DeliveryApps.Of(platform, environments, name, environments.Max(how), before),
            Secrets = Secrets(platform, environments, before ? Before(platform, environments) : []),
        };

    /// <summary>
    /// Each of several environments, to read only: in GitHub environments of their own, without approval.
    /// </summary>
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
            Secrets = Secrets(platform, environments, before: []),
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
        if ((AccessKey(role, environments) ?? role) is { } cloud)
        {
            identities.Add(NeedsIdentityAttribute.Cloud, cloud);
            if (environments.Any(environment => environment.Ecs is not null))
                identities.Add(DeliveryNeeds.Cluster, cloud);
        }

        if (environments.Any(environment => environment.Signatures?.Identity is not null))
            identities.Add(DeliveryNeeds.Workflow, new("this workflow"));
        return identities.ToImmutable();
    }

    private static JobIdentity? AccessKey(JobIdentity? role, ImmutableArray<DeploymentEnvironment> environments)
    {
        var keys = environments
            .Select(environment => environment.GitHub.AccessKey)
            .OfType<AccessKeySecrets>()
            .Distinct();
        return keys.ToArray() switch
        {
            [] => null,
            [var key] when role is null => new("a static AWS key")
            {
                Secrets = ImmutableSortedDictionary<string, string>
                    .Empty.Add("AWS_ACCESS_KEY_ID", key.Id)
                    .Add("AWS_SECRET_ACCESS_KEY", key.Secret),
            },
            _ => throw new WorkflowException(
                $"one job is for {string.Join(", ", environments.Select(environment => environment.Name))}, with different AWS identities: give \"github.accessKey\" the same names in all of them, whose values GitHub's environments tell apart, or give all a role"
            ),
        };
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
        ImmutableArray<DeploymentEnvironment> changed,
        ImmutableArray<DeploymentEnvironment> before
    )
    {
        ImmutableArray<DeploymentEnvironment> environments = [.. changed, .. before];
        return ImmutableDictionary<string, ImmutableArray<string>>
            .Empty.Add(DeliveryNeeds.ArgoCd, All(environment => environment.ArgoCd?.TokenVariable))
            .Add(
                DeliveryNeeds.Hosts,
                [
                    .. All(environment => environment.Ssh?.KeyVariable),
                    .. All(environment => environment.Ssh?.PassphraseVariable),
                ]
            )
            .Add(
                DeliveryNeeds.HostVariables,
                changed.Any(environment => environment.Ssh is not null) ? HostVariables(platform) : []
            )
            .Add(DeliveryNeeds.Monitoring, MonitoringSecrets(changed))
            .Add(DeliveryNeeds.Registry, Passwords(environments))
            .Add(DeliveryNeeds.SigningKey, All(environment => environment.Signatures?.KeyVariable))
            .Add(DeliveryNeeds.BuildSecrets, BuildSecrets.VariablesOf(platform))
            .Add(DeliveryNeeds.PassEnv, PassEnv(platform))
            .Add(DeliveryNeeds.Suites, SuiteVariables(platform));

        ImmutableArray<string> All(Func<DeploymentEnvironment, string?> variable) =>
            [.. environments.Select(variable).OfType<string>().Distinct()];
    }

    private static ImmutableArray<string> MonitoringSecrets(ImmutableArray<DeploymentEnvironment> environments) =>
        [.. environments.SelectMany(environment => environment.Monitoring?.SecretVariables ?? []).Distinct()];

    private static ImmutableArray<string> HostVariables(Platform platform) =>
        [.. platform.Services.SelectMany(service => service.Ssh?.Environment ?? []).Distinct()];

    private static ImmutableArray<string> PassEnv(Platform platform) =>
        [.. platform.Services.SelectMany(service => service.PassEnv).Distinct()];

    private static ImmutableArray<string> SuiteVariables(Platform platform) =>
        [.. platform.Suites.SelectMany(suite => suite.PassEnv).Distinct()];

    private static ImmutableArray<string> Passwords(ImmutableArray<DeploymentEnvironment> environments) =>
        [
            .. environments
                .Where(environment => !DeliveryFeatures.IsOpenedByToken(environment))
                .Select(environment => environment.RegistryLogin?.PasswordVariable)
                .OfType<string>()
                .Distinct(),
        ];
}
