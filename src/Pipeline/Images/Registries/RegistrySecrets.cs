using Pipeline.Catalog;

namespace Pipeline.Images.Registries;

/// <summary>The passwords that registries are opened with, so that no log shows them.</summary>
public static class RegistrySecrets
{
    /// <summary>Those that are set, of all environments.</summary>
    public static ImmutableArray<string> Of(Platform platform) =>
        [
            .. platform
                .Environments.Select(environment => environment.RegistryLogin?.ReadPassword())
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
}
