using Pipeline.Catalog;

namespace Pipeline.Images.Signing;

/// <summary>The private keys of a run, for redaction.</summary>
internal static class SigningSecrets
{
    /// <summary>The values that are set, of all environments.</summary>
    public static ImmutableArray<string> Of(Platform platform) =>
        [
            .. platform
                .Environments.Select(environment => environment.Signatures?.ReadKey())
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
}
