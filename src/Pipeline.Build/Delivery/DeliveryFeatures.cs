using Pipeline.Catalog;
using Pipeline.Images.Building;

namespace Pipeline.Build.Delivery;

/// <summary>The features of environments for which jobs need more rights.</summary>
internal static class DeliveryFeatures
{
    /// <summary>The features of some environments together.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="environments">The environments.</param>
    /// <param name="before">The environments that images are promoted from.</param>
    public static ImmutableHashSet<string> Of(
        Platform platform,
        ImmutableArray<DeploymentEnvironment> environments,
        ImmutableArray<DeploymentEnvironment> before
    )
    {
        var features = ImmutableHashSet.CreateBuilder<string>();
        // A local environment counts its versions on the machine.
        if (environments.Any(environment => !environment.IsLocal))
        {
            if (platform.Services.Any(service => service.Versioning != Versioning.Sha))
                features.Add(DeliveryNeeds.VersionTags);
            if (platform.Services.Any(service => service.Versioning == Versioning.Semver))
                features.Add(DeliveryNeeds.CommitVersions);
        }

        if (environments.Any(environment => environment.Signatures is { IsRequired: true, Identity: not null }))
            features.Add(DeliveryNeeds.VerifiedIdentities);
        features.UnionWith(OfBases(platform, environments));
        if (environments.Concat(before).Any(IsOpenedByToken))
            features.Add(DeliveryNeeds.Packages);
        // Within one registry nothing is copied.
        if (environments.Where(IsOpenedByToken).Any(to => before.Any(from => IsFrom(to, from))))
            features.Add(DeliveryNeeds.CopiedPackages);
        return features.ToImmutable();

        static bool IsFrom(DeploymentEnvironment to, DeploymentEnvironment from) =>
            to.PromotedFrom == from.Name && to.Registry != from.Registry;
    }

    /// <summary>The features for base images.</summary>
    public static ImmutableHashSet<string> OfBases(
        Platform platform,
        ImmutableArray<DeploymentEnvironment> environments
    ) =>
        [
            .. environments
                .Where(environment => BaseImageLogin.IsNeeded(platform, environment))
                .Select(environment =>
                    IsOpenedByToken(environment) ? DeliveryNeeds.PulledPackages : DeliveryNeeds.PulledBases
                ),
        ];

    /// <summary>True where an environment may hold back changes.</summary>
    public static bool HasGates(Platform platform, ImmutableArray<DeploymentEnvironment> environments) =>
        environments.Any(environment =>
            !environment.Freezes.IsEmpty
            || (environment.Monitoring is not null && platform.Services.Any(service => !service.Objectives.IsEmpty))
        );

    /// <summary>True where the registry accepts the job's token as password.</summary>
    public static bool IsOpenedByToken(DeploymentEnvironment environment) =>
        environment.RegistryLogin?.PasswordVariable == RegistryLogin.JobToken;
}
