using Pipeline.Catalog;

namespace Pipeline.Images.Registries;

/// <summary>The passwords of registries, for redaction.</summary>
internal static class RegistrySecrets
{
    /// <summary>The values that are set, of all environments.</summary>
    public static ImmutableArray<string> Of(Platform platform) =>
        [
            .. platform
                .Environments.Select(environment => environment.RegistryLogin?.ReadPassword())
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
}
