using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Building;

/// <summary>
/// An image as <c>docker save</c> writes it: layers and configuration, listed in <c>manifest.json</c>.
/// </summary>
internal static class ImageArchive
{
    /// <summary>Makes sure that an archive holds exactly one image, and the right one.</summary>
    /// <exception cref="StepFailedException">It does not.</exception>
    public static async Task Verify(AbsolutePath archive, BuiltImage image, CancellationToken cancellation)
    {
        var manifest = await Json(archive, "manifest.json", cancellation);
        if (manifest is not { ValueKind: JsonValueKind.Array } images || images.GetArrayLength() != 1)
            throw Other(image, "not one image");

        var name = images[0].GetProperty("Config").GetString()!;
        var config = await Entry(archive, name, cancellation) ?? throw Other(image, $"no {name}");
        var id = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(config))}";
        if (id != image.Id && !await IsInIndex(archive, image.Id, cancellation))
            throw Other(image, id);
    }

    /// <summary>The content of an entry; null where there is none.</summary>
    public static async Task<byte[]?> Entry(AbsolutePath archive, string name, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(archive);
        await using var tar = new TarReader(file);
        while (await tar.GetNextEntryAsync(cancellationToken: cancellation) is { } entry)
        {
            if (entry.Name != name || entry.DataStream is null)
                continue;

            using var content = new MemoryStream();
            await entry.DataStream.CopyToAsync(content, cancellation);
            return content.ToArray();
        }

        return null;
    }

    /// <summary>The parts of the image in an archive, by the names of their entries.</summary>
    public static async Task<SavedImage> Parts(AbsolutePath archive, CancellationToken cancellation) =>
        (await Json(archive, "manifest.json", cancellation))!.Value.Deserialize<ImmutableArray<SavedImage>>()[0];

    // Docker's containerd image store uses the manifest's digest as id, which the archive's index lists.
    private static async Task<bool> IsInIndex(AbsolutePath archive, string id, CancellationToken cancellation) =>
        await Json(archive, "index.json", cancellation) is { } index
        && index
            .GetProperty("manifests")
            .EnumerateArray()
            .Any(manifest => manifest.GetProperty("digest").GetString() == id);

    private static async Task<JsonElement?> Json(AbsolutePath archive, string name, CancellationToken cancellation) =>
        await Entry(archive, name, cancellation) is { } text ? JsonSerializer.Deserialize<JsonElement>(text) : null;

    private static StepFailedException Other(BuiltImage image, string held) =>
        new($"the engine saved another image than {image.Id} ({image.Reference}): {held}");
}
