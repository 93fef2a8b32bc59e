using Pipeline.Catalog;

namespace Pipeline.Deployments.Ssh.Connections;

/// <summary>The private keys of hosts and their passphrases, for redaction.</summary>
internal static class SshSecrets
{
    /// <summary>The values that are set, of all environments.</summary>
    public static ImmutableArray<string> Of(Platform platform) =>
        [
            .. platform
                .Environments.Select(environment => environment.Ssh)
                .OfType<SshSettings>()
                .SelectMany(settings => new[] { settings.ReadKey(), settings.ReadPassphrase() })
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
}
