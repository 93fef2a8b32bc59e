using Nuke.Common.IO;

namespace Pipeline.Catalog;

/// <summary>The hosts of an environment that is deployed to by SSH.</summary>
public sealed record SshSettings
{
    /// <summary>The hosts, in the order in which they get a release.</summary>
    public required ImmutableArray<HostAddress> Hosts { get; init; }

    /// <summary>The host that the others are reached through; null: they are reached directly.</summary>
    public HostAddress? Bastion { get; init; }

    /// <summary>The file of known hosts, in the format of OpenSSH; null where fingerprints are stated alone.</summary>
    public AbsolutePath? KnownHosts { get; init; }

    /// <summary>The fingerprints of host keys that are trusted, as OpenSSH shows them: <c>SHA256:…</c>.</summary>
    public ImmutableArray<string> Fingerprints { get; init; } = [];

    /// <summary>The environment variable that holds the private key.</summary>
    public required string KeyVariable { get; init; }

    /// <summary>The environment variable that holds the key's passphrase; null for a key without one.</summary>
    public string? PassphraseVariable { get; init; }

    /// <summary>The folder on the hosts with a folder for each service.</summary>
    public required string Folder { get; init; }

    /// <summary>What the names of units begin with, before the service's name.</summary>
    public required string UnitPrefix { get; init; }

    /// <summary>How many releases of a service stay on a host.</summary>
    public int Keep { get; init; } = 5;

    /// <summary>How many hosts get a release at a time.</summary>
    public int AtATime { get; init; } = 1;

    /// <summary>How long a service may take to answer after its start.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The private key, which must not be written anywhere; null where there is none.</summary>
    // CI secrets often come with other line breaks, or without the last one: it is the same key.
    internal string? ReadKey() => Read(KeyVariable)?.ReplaceLineEndings("\n").Trim();

    /// <summary>The key's passphrase, which must not be written anywhere; null where there is none.</summary>
    internal string? ReadPassphrase() => PassphraseVariable is { } variable ? Read(variable) : null;

    private static string? Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
