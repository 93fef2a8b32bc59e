using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ssh.Connections;

/// <summary>A file of known hosts, in the format of OpenSSH.</summary>
/// <remarks>https://man.openbsd.org/sshd#SSH_KNOWN_HOSTS_FILE_FORMAT</remarks>
internal sealed class KnownHosts
{
    private const string Revoked = "@revoked";
    private const string Authority = "@cert-authority";

    private readonly ImmutableArray<Entry> entries;

    private KnownHosts(ImmutableArray<Entry> entries) => this.entries = entries;

    private sealed record Entry(string? Marker, string Hosts, string Kind, string Key, string Place);

    /// <summary>Reads a file.</summary>
    /// <param name="content">Its content.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="StepFailedException">One of its lines is none.</exception>
    public static KnownHosts Read(string content, string file) =>
        new([
            .. content
                .Split('\n')
                .Select((line, index) => (Line: line.Trim(), Place: $"{file}:{index + 1}"))
                .Where(line => line.Line.Length > 0 && line.Line[0] != '#')
                .Select(line => Parse(line.Line, line.Place)),
        ]);

    /// <summary>The kinds of key that are known of a host, such as <c>ssh-ed25519</c>.</summary>
    public IEnumerable<string> KindsOf(HostAddress host) =>
        Of(host).Where(entry => entry.Marker is null).Select(entry => entry.Kind).Distinct();

    /// <summary>True for a key that is revoked for every host.</summary>
    public bool Revokes(byte[] key) => RevocationOf(Convert.ToBase64String(key)) is not null;

    /// <summary>Why a host's key is not trusted, as a sentence; null where it is.</summary>
    /// <param name="host">The host.</param>
    /// <param name="key">The key, as the host sent it.</param>
    public string? Refuse(HostAddress host, byte[] key)
    {
        var sent = Convert.ToBase64String(key);
        var known = Of(host).ToArray();
        if (RevocationOf(sent) is { } revoked)
            return $"its key is revoked ({revoked.Place}): whoever has it may pose as the host";
        if (known.Any(entry => entry.Marker is null && entry.Key == sent))
            return null;
        if (known.FirstOrDefault(entry => entry.Marker == Authority) is { } authority)
            return $"certificate authorities of hosts are not supported ({authority.Place}): add a line with the key itself";
        return known.FirstOrDefault(entry => entry.Marker is null) is { } other
            ? $"its key is not the known one ({other.Place}): somebody may pose as the host; if it was set up anew, correct the line"
            : "its key is not known: add the line of the host, from a source that you trust, such as its console";
    }

    private Entry? RevocationOf(string key) =>
        entries.FirstOrDefault(entry => entry.Marker == Revoked && entry.Key == key);

    private IEnumerable<Entry> Of(HostAddress host)
    {
        var name = host.Port == HostAddress.DefaultPort ? host.Name : $"[{host.Name}]:{host.Port}";
        return entries.Where(entry => Names(entry.Hosts, name));
    }

    private static Entry Parse(string line, string place)
    {
        var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var marker = fields[0] is ['@', ..] ? fields[0] : null;
        return
            fields[(marker is null ? 0 : 1)..] is [var hosts, var kind, var key, ..]
            && marker is null or Revoked or Authority
            ? new(marker, hosts, kind, key, place)
            : throw new StepFailedException(
                $"{place}: not a line of known hosts: write HOST, the kind of key and the key, as \"ssh-keygen -F HOST\" shows them"
            );
    }

    private static bool Names(string hosts, string name)
    {
        if (hosts is ['|', ..])
            return IsHashed(hosts, name);

        var patterns = hosts.Split(',');
        return patterns.Any(pattern => pattern is not ['!', ..] && Matches(pattern, name))
            && !patterns.Any(pattern => pattern is ['!', ..] && Matches(pattern[1..], name));
    }

    private static bool Matches(string pattern, string name) =>
        Regex.IsMatch(
            name,
            $@"\A{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal)}\z",
            RegexOptions.IgnoreCase,
            TimeSpan.FromSeconds(1)
        );

    // "|1|SALT|HASH": HMAC-SHA1 of the name, with the salt as its key.
    private static bool IsHashed(string hosts, string name)
    {
        if (hosts.Split('|') is not ["", "1", var salt, var hash])
            return false;

        var key = new byte[salt.Length];
        return Convert.TryFromBase64String(salt, key, out var length)
            && Convert.ToBase64String(HMACSHA1.HashData(key.AsSpan(0, length), Encoding.UTF8.GetBytes(name))) == hash;
    }
}
