using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Pipeline.Images.Building;

namespace Pipeline.Tests.Images;

/// <summary>An image as <c>docker save</c> writes it, unpacked.</summary>
internal sealed class SavedImage
{
    private readonly Dictionary<string, byte[]> parts;
    private readonly List<(string Name, byte[] Content)> files = [];

    private SavedImage(Dictionary<string, byte[]> parts) => this.parts = parts;

    /// <summary>The files of all layers, from the lowest.</summary>
    public IEnumerable<string> Files => files.Select(file => file.Name);

    /// <summary>The architecture that its configuration names.</summary>
    public string Architecture =>
        JsonDocument
            .Parse(parts[Manifest.GetProperty("Config").GetString()!])
            .RootElement.GetProperty("architecture")
            .GetString()!;

    /// <summary>All that is in it, and all that describes it.</summary>
    public string Everything =>
        string.Concat(parts.Values.Concat(files.Select(file => file.Content)).Select(Encoding.Latin1.GetString));

    private JsonElement Manifest => JsonDocument.Parse(parts["manifest.json"]).RootElement[0];

    public static async Task<SavedImage> Read(PlatformArchive archive)
    {
        await using var file = File.OpenRead(archive.File);
        return await Read(file);
    }

    public static async Task<SavedImage> Read(Stream archive)
    {
        var image = new SavedImage((await Entries(archive)).ToDictionary(each => each.Name, each => each.Content));
        foreach (var layer in image.Manifest.GetProperty("Layers").EnumerateArray())
            image.files.AddRange(
                (await Entries(Unpacked(image.parts[layer.GetString()!]))).Where(entry => !entry.Name.EndsWith('/'))
            );
        return image;
    }

    /// <summary>What is in one of its files.</summary>
    public string Text(string name) => Encoding.UTF8.GetString(files.Single(file => file.Name == name).Content);

    // Compressed or not, as the tools tell it.
    private static Stream Unpacked(byte[] layer) =>
        layer is [0x1f, 0x8b, ..]
            ? new GZipStream(new MemoryStream(layer), CompressionMode.Decompress)
            : new MemoryStream(layer);

    private static async Task<List<(string Name, byte[] Content)>> Entries(Stream archive)
    {
        await using var tar = new TarReader(archive);
        var entries = new List<(string, byte[])>();
        while (await tar.GetNextEntryAsync(copyData: true) is { } entry)
        {
            var content = new MemoryStream();
            if (entry.DataStream is { } data)
                await data.CopyToAsync(content);
            entries.Add((entry.Name, content.ToArray()));
        }

        return entries;
    }
}
