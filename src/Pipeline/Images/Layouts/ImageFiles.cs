using System.Formats.Tar;
using System.IO.Compression;
using Nuke.Common.IO;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Layouts;

/// <summary>The files of an image below a path, as its layers leave them.</summary>
/// <remarks>https://github.com/opencontainers/image-spec/blob/main/layer.md</remarks>
internal sealed class ImageFiles
{
    private const string Whiteout = ".wh.";
    private const string OpaqueWhiteout = ".wh..wh..opq";

    // What setuid and setgid programs would gain does not leave the image.
    private const UnixFileMode Rights = (UnixFileMode)0b111_111_111;

    private readonly SortedDictionary<string, LayerEntry> files = new(StringComparer.Ordinal);
    private readonly string path;
    private readonly AbsolutePath contents;

    private ImageFiles(string path, AbsolutePath contents)
    {
        this.path = path.Trim('/');
        this.contents = contents;
    }

    /// <summary>The files by their paths below the path; a single file has its own name.</summary>
    public IReadOnlyDictionary<string, LayerEntry> ByPath =>
        files.TryGetValue(path, out var only) && only.Type != TarEntryType.Directory
            ? ImmutableSortedDictionary<string, LayerEntry>.Empty.Add(path.Split('/')[^1], only)
            : files
                .Where(file => file.Key.StartsWith(path + '/', StringComparison.Ordinal))
                .ToImmutableSortedDictionary(
                    file => file.Key[(path.Length + 1)..],
                    file => file.Value,
                    StringComparer.Ordinal
                );

    /// <summary>Reads them.</summary>
    /// <param name="layout">The layout that holds the image.</param>
    /// <param name="image">The image of one platform.</param>
    /// <param name="path">The file or folder in the image, as an absolute path.</param>
    /// <param name="contents">An existing folder, which takes the contents of files under numbers.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="StepFailedException">The image has nothing there, or a layer cannot be read.</exception>
    public static async Task<ImageFiles> Read(
        ImageLayout layout,
        PlatformImage image,
        string path,
        AbsolutePath contents,
        CancellationToken cancellation
    )
    {
        var read = new ImageFiles(path, contents);
        foreach (var layer in image.Layers)
            await read.Apply(layout, layer, cancellation);
        return read.ByPath.Count > 0
            ? read
            : throw new StepFailedException(
                $"the image {layout.Digest} has no files at {path}: correct \"ssh.files\", or the Dockerfile"
            );
    }

    private async Task Apply(ImageLayout layout, Descriptor layer, CancellationToken cancellation)
    {
        try
        {
            await using var stored = layout.Open(layer);
            await using var content = await Unpacked(stored, layer, cancellation);
            await using var tar = new TarReader(content);
            // What a layer deletes lies in those below it, whatever the order of its entries.
            var own = new HashSet<string>(StringComparer.Ordinal);
            while (await tar.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
                if (Normalized(entry.Name) is { } name)
                    await Apply(entry, name, own, cancellation);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new StepFailedException($"the layer {layer.Digest} is no readable archive: {broken.Message}");
        }
    }

    private async Task Apply(TarEntry entry, string name, HashSet<string> own, CancellationToken cancellation)
    {
        var (folder, file) = Split(name);
        if (file == OpaqueWhiteout)
            Remove(folder, own, itself: false);
        else if (file.StartsWith(Whiteout, StringComparison.Ordinal))
            Remove(Joined(folder, file[Whiteout.Length..]), own, itself: true);
        else if (IsWanted(name) && await Read(entry, name, cancellation) is { } read)
        {
            if (read.Type != TarEntryType.Directory && files.GetValueOrDefault(name)?.Type == TarEntryType.Directory)
                Remove(name, own, itself: true);
            for (var parent = folder; parent.Length > 0 && IsWanted(parent); parent = Split(parent).Folder)
                if (!files.TryGetValue(parent, out var there) || there.Type != TarEntryType.Directory)
                    files[parent] = LayerEntry.Folder;
            files[name] = read;
            own.Add(name);
        }
    }

    private async Task<LayerEntry?> Read(TarEntry entry, string name, CancellationToken cancellation)
    {
        var file = new LayerEntry(entry.EntryType, entry.Mode & Rights, entry.ModificationTime);
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                return file;
            case TarEntryType.SymbolicLink:
                return file with { Link = entry.LinkName };
            case TarEntryType.HardLink:
                return files.GetValueOrDefault(Normalized(entry.LinkName) ?? "")
                    ?? throw new StepFailedException(
                        $"/{name} in the image is a hard link to {entry.LinkName}, outside of /{path}: make it a file of its own"
                    );
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                AbsolutePath content = Path.Combine(contents, Path.GetRandomFileName());
                await using (var written = File.Create(content))
                    await (entry.DataStream ?? Stream.Null).CopyToAsync(written, cancellation);
                return file with { Type = TarEntryType.RegularFile, Content = content };
            default:
                // Devices and pipes are made by the host.
                return null;
        }
    }

    private void Remove(string name, HashSet<string> own, bool itself)
    {
        foreach (
            var lower in files
                .Keys.Where(key =>
                    (itself && key == name) || name.Length == 0 || key.StartsWith(name + '/', StringComparison.Ordinal)
                )
                .Where(key => !own.Contains(key))
                .ToArray()
        )
            files.Remove(lower);
    }

    private bool IsWanted(string name) => name == path || name.StartsWith(path + '/', StringComparison.Ordinal);

    private static async Task<Stream> Unpacked(FileStream stored, Descriptor layer, CancellationToken cancellation)
    {
        var magic = new byte[4];
        var length = await stored.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellation);
        stored.Position = 0;
        return magic.AsSpan(0, length) switch
        {
            [0x1f, 0x8b, ..] => new GZipStream(stored, CompressionMode.Decompress),
            [0x28, 0xb5, 0x2f, 0xfd] => throw new StepFailedException(
                $"the layer {layer.Digest} is compressed with zstd, which is not read here: build the image with gzip"
            ),
            _ => stored,
        };
    }

    // The form without "./" and "/" at its ends; null for the root, and for what would lead out of it.
    private static string? Normalized(string name)
    {
        var parts = name.Split('/').Where(part => part is not ("" or ".")).ToArray();
        return parts.Length == 0 || parts.Contains("..") ? null : string.Join('/', parts);
    }

    private static (string Folder, string Name) Split(string name) =>
        name.LastIndexOf('/') is >= 0 and var slash ? (name[..slash], name[(slash + 1)..]) : ("", name);

    private static string Joined(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
