using System.Formats.Tar;
using System.IO.Compression;
using Nuke.Common.IO;
using Pipeline.Images.Building;

namespace Pipeline.Tests.Images;

public sealed class EngineLayoutTests : IDisposable
{
    private static readonly byte[] Layer = [.. Enumerable.Range(0, 1024).Select(place => (byte)(place % 7))];

    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("layout-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_layer_that_the_engine_has_compressed_stays_as_it_is(bool isDocker)
    {
        var compressed = Compressed(Layer);

        var blobs = await Converted(compressed, isDocker);

        blobs.ShouldContain(blob => blob.SequenceEqual(compressed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_layer_that_it_has_not_is_compressed_once(bool isDocker)
    {
        var blobs = await Converted(Layer, isDocker);

        blobs.ShouldContain(blob => blob.SequenceEqual(Compressed(Layer)));
    }

    private async Task<IReadOnlyList<byte[]>> Converted(byte[] layer, bool isDocker)
    {
        var archive = folder / "saved.tar";
        await using (var file = File.Create(archive))
        await using (var tar = new TarWriter(file))
        {
            await Add(tar, "manifest.json", """[{"Config":"config","Layers":["layer"]}]"""u8.ToArray());
            await Add(tar, "config", "{}"u8.ToArray());
            await Add(tar, "layer", layer);
        }

        var layout = folder / "layout";
        Directory.CreateDirectory(layout / "blobs" / "sha256");
        await EngineLayout.Convert(archive, layout, isDocker, TestContext.Current.CancellationToken);
        return [.. Directory.GetFiles(layout / "blobs" / "sha256").Select(File.ReadAllBytes)];
    }

    private static Task Add(TarWriter tar, string name, byte[] content) =>
        tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });

    private static byte[] Compressed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(content);
        return packed.ToArray();
    }
}
