using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Foundation.Git;

/// <summary>An entry of a Git tree.</summary>
/// <param name="Mode">Git's mode, such as <c>100644</c>.</param>
/// <param name="Id">The object's name, in hexadecimal.</param>
internal readonly record struct GitEntry(string Mode, string Id)
{
    public const string Folder = "40000";
    public const string File = "100644";
    public const string Executable = "100755";
    public const string Link = "120000";
    public const string Submodule = "160000";

    /// <summary>True for a folder.</summary>
    public bool IsFolder => Mode == Folder;
}

/// <summary>An entry of a Git tree, with its name there.</summary>
/// <param name="Name">The name.</param>
/// <param name="Entry">The entry.</param>
internal sealed record NamedEntry(string Name, GitEntry Entry);

/// <summary>A tree object of Git: a folder's entries by name.</summary>
/// <remarks>
/// The object is a list of mode, space, name, NUL and the object's name in binary, ordered by name as if folders' names
/// ended in a slash. Names are bytes to Git; here each byte is a character.
/// </remarks>
internal sealed class GitTree
{
    private readonly Dictionary<string, GitEntry> entries;
    private readonly int idLength;

    private GitTree(Dictionary<string, GitEntry> entries, int idLength)
    {
        this.entries = entries;
        this.idLength = idLength;
    }

    /// <summary>True where it is empty; Git keeps no such folder.</summary>
    public bool IsEmpty => entries.Count == 0;

    /// <summary>The names of its entries.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            foreach (var (name, _) in entries)
                yield return Decode(name);
        }
    }

    /// <summary>Its entries, in Git's order.</summary>
    public IEnumerable<NamedEntry> Entries
    {
        get
        {
            foreach (var (name, entry) in entries)
                yield return new(Decode(name), entry);
        }
    }

    /// <summary>The entry with a name; null for none.</summary>
    public GitEntry? this[string name]
    {
        get => entries.TryGetValue(Encode(name), out var entry) ? entry : null;
        set
        {
            if (value is { } entry)
                entries[Encode(name)] = entry;
            else
                entries.Remove(Encode(name));
        }
    }

    /// <summary>A folder without entries.</summary>
    /// <param name="idLength">The bytes of an object's name: 20, or 32 in a repository that uses SHA-256.</param>
    public static GitTree Empty(int idLength) => new([], idLength);

    /// <summary>The tree in an object that was asked for.</summary>
    /// <param name="found">The object; null where it is not there.</param>
    /// <param name="name">What it was asked for by.</param>
    /// <exception cref="GitException">It is missing, or no tree.</exception>
    public static GitTree Of(GitObject? found, string name) =>
        found is { Kind: "tree" }
            ? Parse(found.Content, found.Id.Length / 2)
            : throw new GitException(["cat-file"], 0, $"{name} is {(found is null ? "missing" : $"a {found.Kind}")}");

    /// <summary>Reads a tree object.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static GitTree Parse(ReadOnlySpan<byte> content, int idLength)
    {
        var tree = new GitTree([], idLength);
        while (!content.IsEmpty)
        {
            var space = content.IndexOf((byte)' ');
            var end = content.IndexOf((byte)0);
            if (space < 0 || end < space || content.Length < end + 1 + idLength)
                throw new InvalidDataException("a tree of the repository is damaged: see \"git fsck\"");
            tree.entries[Encoding.Latin1.GetString(content[(space + 1)..end])] = new(
                ModeOf(content[..space]),
                Convert.ToHexStringLower(content.Slice(end + 1, idLength))
            );
            content = content[(end + 1 + idLength)..];
        }

        return tree;
    }

    /// <summary>A copy to edit.</summary>
    public GitTree Copy() => new(new(entries), idLength);

    /// <summary>The tree's object name.</summary>
    public string ToId()
    {
        using var content = new MemoryStream();
        foreach (var (name, entry) in entries.OrderBy(SortName, StringComparer.Ordinal))
        {
            content.Write(Encoding.Latin1.GetBytes($"{entry.Mode} {name}\0"));
            content.Write(Convert.FromHexString(entry.Id));
        }

        content.Position = 0;
        return GitObjectId.Of("tree", content, content.Length, idLength);
    }

    private static string SortName(KeyValuePair<string, GitEntry> entry) =>
        entry.Value.IsFolder ? entry.Key + "/" : entry.Key;

    private static string ModeOf(ReadOnlySpan<byte> mode) =>
        mode.SequenceEqual("40000"u8) ? GitEntry.Folder
        : mode.SequenceEqual("100644"u8) ? GitEntry.File
        : Encoding.ASCII.GetString(mode);

    private static string Encode(string name) =>
        Ascii.IsValid(name) ? name : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(name));

    private static string Decode(string name) =>
        Ascii.IsValid(name) ? name : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(name));
}

/// <summary>Computes Git's object names: a hash of kind, length and content.</summary>
internal static class GitObjectId
{
    /// <summary>The name of an object.</summary>
    /// <param name="kind">Such as <c>blob</c>.</param>
    /// <param name="content">Its content.</param>
    /// <param name="length">The content's length in bytes.</param>
    /// <param name="idLength">The bytes of a name: 20, or 32 in a repository that uses SHA-256.</param>
    public static string Of(string kind, Stream content, long length, int idLength)
    {
        using var hash = IncrementalHash.CreateHash(idLength == 32 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes($"{kind} {length}\0"));
        Span<byte> buffer = stackalloc byte[4096];
        while (content.Read(buffer) is > 0 and var read)
            hash.AppendData(buffer[..read]);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
