using System.Security.Cryptography;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Images.LocalRegistries;

/// <summary>
/// What a registry keeps in the file system: repositories whose links state digests, and the blobs of these.
/// </summary>
/// <remarks>https://github.com/distribution/distribution/blob/main/registry/storage/paths.go</remarks>
/// <param name="Folder">The folder.</param>
internal sealed record RegistryStorage(AbsolutePath Folder)
{
    private const string Link = "link";
    private const string Algorithm = "sha256:";

    /// <summary>That of a workspace's own registry.</summary>
    public static RegistryStorage In(AbsolutePath artifacts) => new(artifacts / "local" / "registry");

    private AbsolutePath Root => Folder / "docker" / "registry" / "v2";

    /// <summary>
    /// Copies repositories from another storage, which may be in use; of a tag that both have, the own one stays. A
    /// blob that is not the content of its digest is left out.
    /// </summary>
    public void TakeOver(RegistryStorage other, IEnumerable<string> repositories)
    {
        foreach (var repository in repositories)
            if (other.Root / "repositories" / repository is var folder && Directory.Exists(folder))
                foreach (var link in Directory.EnumerateFiles(folder, Link, SearchOption.AllDirectories))
                    Take(link, other);
    }

    // The blob comes first, so that no link leads nowhere. A link that is just being written is not one yet.
    private void Take(AbsolutePath link, RegistryStorage other)
    {
        var target = Root / Path.GetRelativePath(other.Root, link);
        var digest = File.ReadAllText(link);
        if (File.Exists(target) || !digest.StartsWith(Algorithm, StringComparison.Ordinal))
            return;
        var hash = digest[Algorithm.Length..];
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit))
            return;
        var blob = Path.Combine("blobs", "sha256", hash[..2], hash, "data");
        if (!File.Exists(other.Root / blob))
            return;
        try
        {
            if (!File.Exists(Root / blob))
                AtomicFile.Write(Root / blob, stream => Copy(other.Root / blob, hash, stream), durable: false);
        }
        catch (InvalidDataException)
        {
            return;
        }

        AtomicFile.Write(target, digest);
    }

    // The other storage is whatever a server on this machine has named: a blob may lead to any file.
    private static void Copy(AbsolutePath blob, string hash, FileStream target)
    {
        using var sha256 = SHA256.Create();
        using (var content = File.OpenRead(blob))
        using (var hashed = new CryptoStream(target, sha256, CryptoStreamMode.Write, leaveOpen: true))
            content.CopyTo(hashed);
        if (Convert.ToHexStringLower(sha256.Hash!) != hash)
            throw new InvalidDataException($"{blob} is not the content of its digest");
    }
}
