using System.Formats.Tar;
using System.IO.Compression;

namespace Pipeline.Tools.Locked;

/// <summary>Extracts the one program from a release's archive, and nothing else.</summary>
internal static class ToolArchive
{
    // Ten times the largest of today's tools: a small archive may expand until the disk is full.
    private const long Largest = 4L << 30;

    /// <summary>Writes a program of an archive to a file.</summary>
    /// <param name="archive">The archive, already verified.</param>
    /// <param name="name">The archive's name at its origin, whose extension states the format.</param>
    /// <param name="member">The program's path within it.</param>
    /// <param name="target">The file to write; it must not exist.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ToolException">
    /// The archive is damaged, lacks the program, or holds a path outside of it.
    /// </exception>
    public static async Task Extract(
        string archive,
        string name,
        string member,
        string target,
        CancellationToken cancellation
    )
    {
        try
        {
            var found = name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)
                ? await FromZip(archive, name, member, target, cancellation)
                : await FromTar(archive, name, member, target, cancellation);
            if (!found)
                throw new ToolException($"{name} holds no {member}: correct \"program\" in {ToolsLock.FileName}");
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new ToolException($"{name} cannot be read as an archive: {damage.Message}");
        }
    }

    private static async Task<bool> FromZip(
        string archive,
        string name,
        string member,
        string target,
        CancellationToken cancellation
    )
    {
        using var zip = ZipFile.OpenRead(archive);
        var found = false;
        foreach (var entry in zip.Entries)
        {
            RefuseEscape(entry.FullName, name);
            if (!IsMember(entry.FullName, member))
                continue;

            RefuseSecond(found, member, name);
            await using var content = entry.Open();
            await Write(content, target, name, cancellation);
            found = true;
        }

        return found;
    }

    private static async Task<bool> FromTar(
        string archive,
        string name,
        string member,
        string target,
        CancellationToken cancellation
    )
    {
        await using var file = File.OpenRead(archive);
        await using Stream content = name.EndsWith(".tar", StringComparison.OrdinalIgnoreCase)
            ? file
            : new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(content);
        var found = false;
        while (await tar.GetNextEntryAsync(cancellationToken: cancellation) is { } entry)
        {
            RefuseEscape(entry.Name, name);
            if (entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink)
                RefuseEscape(entry.LinkName, name);
            if (!IsMember(entry.Name, member))
                continue;
            RefuseSecond(found, member, name);
            if (entry.DataStream is not { } data)
                throw new ToolException($"{member} in {name} is not a file, but a {entry.EntryType}");

            await Write(data, target, name, cancellation);
            found = true;
        }

        return found;
    }

    private static bool IsMember(string entry, string member) =>
        (entry.StartsWith("./", StringComparison.Ordinal) ? entry[2..] : entry) == member;

    // Only one program is written, under a name of our own; but such an archive was built with bad intent.
    private static void RefuseEscape(string entry, string name)
    {
        var path = entry.Replace('\\', '/');
        if (path.StartsWith('/') || path.Contains(':', StringComparison.Ordinal) || path.Split('/').Contains(".."))
            throw new ToolException($"{name} holds \"{entry}\", which leads out of the archive: nothing of it is used");
    }

    private static void RefuseSecond(bool found, string member, string name)
    {
        if (found)
            throw new ToolException($"{name} holds {member} twice: nothing of it is used");
    }

    private static async Task Write(Stream content, string target, string name, CancellationToken cancellation)
    {
        await using var file = new FileStream(target, FileMode.CreateNew);
        var buffer = new byte[128 * 1024];
        while (await content.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            if (file.Length + read > Largest)
                throw new ToolException($"{name} unpacks to more than {Largest >> 30} GiB, more than any tool");
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
    }
}
