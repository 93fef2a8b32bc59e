using System.Security.Cryptography;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ssh.Connections;

/// <summary>The keys by which hosts are known: a file of known hosts, pinned fingerprints, or both.</summary>
/// <param name="known">The known hosts; null without a file.</param>
/// <param name="fingerprints">The pinned fingerprints.</param>
internal sealed class HostKeys(KnownHosts? known, ImmutableArray<string> fingerprints)
{
    /// <summary>Reads those of an environment.</summary>
    /// <exception cref="StepFailedException">The file cannot be read.</exception>
    public static HostKeys Of(SshSettings settings)
    {
        try
        {
            return new(
                settings.KnownHosts is { } file ? KnownHosts.Read(File.ReadAllText(file), file) : null,
                settings.Fingerprints
            );
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new StepFailedException($"the known hosts cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>
    /// True for a kind of key that a host may present: where keys of it are known, it must be one of theirs.
    /// </summary>
    public bool Takes(HostAddress host, string algorithm)
    {
        // A certificate's authority is not known here.
        if (algorithm.Contains("-cert-", StringComparison.Ordinal))
            return false;

        var kinds = known?.KindsOf(host).ToArray() ?? [];
        return kinds.Length == 0 || fingerprints.Length > 0 || kinds.Contains(KindOf(algorithm));
    }

    /// <summary>Why a host's key is not trusted, as a sentence; null where it is.</summary>
    public string? Refuse(HostAddress host, byte[] key)
    {
        var fingerprint = $"SHA256:{Convert.ToBase64String(SHA256.HashData(key)).TrimEnd('=')}";
        var refusal = known?.Refuse(host, key);
        if (known is not null && refusal is null)
            return null;
        // A key that the file revokes is not trusted by its fingerprint either.
        if (known?.Revokes(key) != true && fingerprints.Contains(fingerprint))
            return null;
        return $"{host} presents the key {fingerprint}: {refusal ?? "its fingerprint is not among \"ssh.fingerprints\": somebody may pose as the host; compare it on the host with \"ssh-keygen -lf\""}";
    }

    // An RSA key signs by several algorithms.
    private static string KindOf(string algorithm) =>
        algorithm.StartsWith("rsa-sha2-", StringComparison.Ordinal) ? "ssh-rsa" : algorithm;
}
