using Pipeline.Catalog;

namespace Pipeline.Deployments.Ssh.Connections;

/// <summary>
/// The private keys of hosts and their passphrases, and what services get by variables, for redaction.
/// </summary>
internal static class SshSecrets
{
    // Shorter values are words, such as a log level, and in every other line.
    private const int ShortestValue = 8;

    /// <summary>The values that are set, of all environments.</summary>
    public static ImmutableArray<string> Of(Platform platform) =>
        [
            .. platform
                .Environments.Select(environment => environment.Ssh)
                .OfType<SshSettings>()
                .SelectMany(settings => new[] { settings.ReadKey(), settings.ReadPassphrase() })
                .OfType<string>()
                .Concat(Variables(platform))
                .Distinct(StringComparer.Ordinal),
        ];

    private static IEnumerable<string> Variables(Platform platform) =>
        platform.Environments.All(environment => environment.Ssh is null)
            ? []
            : platform
                .Services.SelectMany(service => service.Ssh?.Environment ?? [])
                .Select(Environment.GetEnvironmentVariable)
                .OfType<string>()
                .Where(value => value.Trim().Length >= ShortestValue);
}
