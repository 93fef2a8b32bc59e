using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nuke.Common.IO;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Building;

/// <summary>
/// The archive that <c>dotnet publish</c> leaves. Code of the service ran there, so nothing but the parts of one image
/// is taken over: names and labels of its own could stand for another service's image.
/// </summary>
internal static class PublishedArchive
{
    /// <summary>Writes the image of an archive anew, under one name.</summary>
    /// <param name="archive">What was published.</param>
    /// <param name="target">The archive to write.</param>
    /// <param name="reference">The image's name and tag.</param>
    /// <param name="labels">Its labels, which replace those of the same names.</param>
    /// <param name="time">When it counts as created.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>The digest of its configuration.</returns>
    /// <exception cref="StepFailedException">It holds no image, or several.</exception>
    public static async Task<string> Rewrite(
        AbsolutePath archive,
        string target,
        string reference,
        IReadOnlyDictionary<string, string> labels,
        DateTimeOffset time,
        CancellationToken cancellation
    )
    {
        var saved = await Only(archive, cancellation);
        var configuration = Configured(await Json<JsonObject>(archive, saved.Config, cancellation), labels, time);
        await using var file = new FileStream(target, FileMode.CreateNew);
        await using var tar = new TarWriter(file, TarEntryFormat.Pax);
        await Add(
            "manifest.json",
            new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new[] { saved with { RepoTags = [reference] } }))
        );
        await Add(saved.Config, new MemoryStream(configuration));
        await using var published = File.OpenRead(archive);
        await using var entries = new TarReader(published);
        while (await entries.GetNextEntryAsync(cancellationToken: cancellation) is { } entry)
            if (saved.Layers.Contains(entry.Name) && entry.DataStream is { } layer)
                await Add(entry.Name, layer);
        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(configuration))}";

        async Task Add(string name, Stream content) =>
            await tar.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content },
                cancellation
            );
    }

    private static async Task<SavedImage> Only(AbsolutePath archive, CancellationToken cancellation) =>
        await Json<SavedImage[]>(archive, "manifest.json", cancellation) is [{ } only]
            ? only
            : throw new StepFailedException(
                $"{archive} holds several images or none, and a service has one: publish the project for one platform"
            );

    private static byte[] Configured(
        JsonObject configuration,
        IReadOnlyDictionary<string, string> labels,
        DateTimeOffset time
    )
    {
        configuration["created"] = time.UtcDateTime;
        var own = Object(Object(configuration, "config"), "Labels");
        foreach (var (name, value) in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
            own[name] = value;
        return JsonSerializer.SerializeToUtf8Bytes(configuration);
    }

    private static JsonObject Object(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject)
            parent[name] = new JsonObject();
        return parent[name]!.AsObject();
    }

    private static async Task<T> Json<T>(AbsolutePath archive, string name, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await ImageArchive.Entry(archive, name, cancellation) is { } text
                ? JsonSerializer.Deserialize<T>(text) ?? throw new JsonException("it is empty")
                : throw new InvalidDataException("there is none");
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidDataException)
        {
            throw new StepFailedException($"{archive} holds no image: {name} cannot be read: {unreadable.Message}");
        }
    }
}
