using Pipeline.Catalog;
using Pipeline.Images.Building;

namespace Pipeline.Build.Delivery;

/// <summary>What the catalog asks for in environments, as far as jobs need more rights for it.</summary>
internal static class DeliveryFeatures
{
    /// <summary>The features that one of the environments has.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="environments">The environments.</param>
    /// <param name="before">Those that images are promoted from.</param>
    public static ImmutableHashSet<string> Of(
        Platform platform,
        ImmutableArray<Environment> environments,
        ImmutableArray<Environment> before
    )
    {
        var features = ImmutableHashSet.CreateBuilder<string>();
        // One on this machine counts its versions there.
        if (environments.Any(environment => !environment.IsLocal))
        {
            if (platform.Services.Any(service => service.Versioning != Versioning.Sha))
                features.Add(DeliveryNeeds.VersionTags);
            if (platform.Services.Any(service => service.Versioning == Versioning.Semver))
                features.Add(DeliveryNeeds.CommitVersions);
        }

        var verified = environments.Where(environment => environment.Signatures is { IsRequired: true }).ToArray();
        if (verified.Length > 0)
            features.Add(DeliveryNeeds.VerifiedImages);
        if (verified.Any(environment => environment.Signatures!.Identity is not null))
            features.Add(DeliveryNeeds.VerifiedIdentities);
        if (verified.Any(IsOpenedByToken))
            features.Add(DeliveryNeeds.VerifiedPackages);
        features.UnionWith(OfBases(platform, environments));
        if (environments.Concat(before).Any(IsOpenedByToken))
            features.Add(DeliveryNeeds.Packages);
        // Within one registry nothing is moved.
        if (environments.Where(IsOpenedByToken).Any(to => before.Any(from => IsFrom(to, from))))
            features.Add(DeliveryNeeds.CopiedPackages);
        return features.ToImmutable();

        static bool IsFrom(Environment to, Environment from) =>
            to.PromotedFrom == from.Name && to.Registry != from.Registry;
    }

    /// <summary>Those of what images are built on.</summary>
    public static ImmutableHashSet<string> OfBases(Platform platform, ImmutableArray<Environment> environments) =>
        [
            .. environments
                .Where(environment => BaseImageLogin.IsNeeded(platform, environment))
                .Select(environment =>
                    IsOpenedByToken(environment) ? DeliveryNeeds.PulledPackages : DeliveryNeeds.PulledBases
                ),
        ];

    /// <summary>True where the registry takes the token of the job for a password.</summary>
    public static bool IsOpenedByToken(Environment environment) =>
        environment.RegistryLogin?.PasswordVariable == RegistryLogin.JobToken;
}
