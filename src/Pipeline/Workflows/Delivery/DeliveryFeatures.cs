using Pipeline.Catalog;

namespace Pipeline.Workflows.Delivery;

/// <summary>What the catalog asks for in environments, as far as jobs need more rights for it.</summary>
internal static class DeliveryFeatures
{
    /// <summary>The features that one of the environments has.</summary>
    public static ImmutableHashSet<string> Of(Platform platform, ImmutableArray<Environment> environments)
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

        var verified = environments
            .Select(environment => environment.Signatures)
            .Where(settings => settings is { IsRequired: true })
            .ToArray();
        if (verified.Length > 0)
            features.Add(DeliveryNeeds.VerifiedImages);
        if (verified.Any(settings => settings!.Identity is not null))
            features.Add(DeliveryNeeds.VerifiedIdentities);
        return features.ToImmutable();
    }
}
