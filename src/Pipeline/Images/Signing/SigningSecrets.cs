using Pipeline.Catalog;

namespace Pipeline.Images.Signing;

/// <summary>The private keys that a run may sign with, so that no log shows them.</summary>
public static class SigningSecrets
{
    /// <summary>Those that are set, of all environments.</summary>
    public static ImmutableArray<string> Of(Platform platform) =>
        [
            .. platform
                .Environments.Select(environment => environment.Signatures?.ReadKey())
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
}
