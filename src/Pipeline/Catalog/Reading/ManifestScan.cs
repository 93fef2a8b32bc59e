using System.Text;

namespace Pipeline.Catalog.Reading;

/// <summary>
/// The images that manifests state, read line by line: enough for a default, in a fraction of the time of parsing.
/// </summary>
internal static class ManifestScan
{
    // What a link leads to may be anywhere.
    private static readonly EnumerationOptions OwnFiles = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>Those of the YAML files below a folder; what cannot be read states none.</summary>
    public static List<string> Below(string folder) => In(() => Directory.EnumerateFiles(folder, "*.y*ml", OwnFiles));

    /// <summary>Those of a file; none where it cannot be read.</summary>
    public static List<string> Of(string file) => In(() => [file]);

    private static List<string> In(Func<IEnumerable<string>> files)
    {
        var images = new List<string>();
        try
        {
            foreach (var file in files())
                Add(Read(file), images);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // A sparse checkout leaves folders out.
        }

        return images;
    }

    private static void Add(ReadOnlySpan<byte> text, List<string> images)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            if (ValueOf(end < 0 ? text : text[..end]) is { Length: > 0 } image)
                images.Add(image);
            text = end < 0 ? [] : text[(end + 1)..];
        }
    }

    private static string? ValueOf(ReadOnlySpan<byte> line)
    {
        var entry = line.TrimStart(" \t"u8);
        if (entry.Contains((byte)'{') && !entry.StartsWith("#"u8))
            entry = LastInBraces(entry);
        if (entry.StartsWith("- "u8))
            entry = entry[2..].TrimStart((byte)' ');
        var key =
            entry.StartsWith("image:"u8) ? "image:"u8
            : entry.StartsWith("newName:"u8) ? "newName:"u8
            : entry.StartsWith("repository:"u8) ? "repository:"u8
            : [];
        if (key.IsEmpty)
            return null;

        var value = entry[key.Length..].Trim(" \t\r"u8).TrimStart("\"'"u8);
        var length = 0;
        while (length < value.Length && !" \t\"'#,}"u8.Contains(value[length]))
            length++;
        return Encoding.UTF8.GetString(value[..length]);
    }

    // Such as newName in { name: web, newName: acme/web }.
    private static ReadOnlySpan<byte> LastInBraces(ReadOnlySpan<byte> line)
    {
        var at = Math.Max(
            line.LastIndexOf("image:"u8),
            Math.Max(line.LastIndexOf("newName:"u8), line.LastIndexOf("repository:"u8))
        );
        return at > 0 && "{, "u8.Contains(line[at - 1]) ? line[at..] : line;
    }

    // Without the lock that a shared reader would take, which no writer of manifests respects.
    private static byte[] Read(string file)
    {
        using var handle = File.OpenHandle(file, share: FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[RandomAccess.GetLength(handle)];
        var read = RandomAccess.Read(handle, bytes, 0);
        return bytes[..read];
    }
}
