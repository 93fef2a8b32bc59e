using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Building;

namespace Pipeline.Tests.Images;

public sealed class PublishedArchiveTests : IDisposable
{
    private const string Image = """{ "Config": "c.json", "RepoTags": ["other/service:1"], "Layers": ["l.tar"] }""";

    private readonly AbsolutePath root = Directory.CreateTempSubdirectory("published-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task Of_an_archive_nothing_is_left_but_one_image_with_the_name_and_labels_that_it_must_have()
    {
        Write(
            ("repositories", """{ "other/service": {} }"""),
            ("manifest.json", $"[{Image}]"),
            ("c.json", """{ "os": "linux", "config": { "Labels": { "a": "own", "b": "kept" } } }"""),
            ("l.tar", "layer"),
            ("m.tar", "other")
        );

        await Rewrite();

        var entries = Entries();
        entries.Keys.ShouldBe(["manifest.json", "c.json", "l.tar"], ignoreOrder: true);
        entries["l.tar"].ShouldBe("layer");
        entries["manifest.json"].ShouldContain("127.0.0.1:5000/shop/auth:1");
        entries["manifest.json"].ShouldNotContain("other/service");
        var configuration = JsonDocument.Parse(entries["c.json"]).RootElement;
        configuration.GetProperty("os").GetString().ShouldBe("linux");
        configuration.GetProperty("created").GetString().ShouldBe("1970-01-01T00:00:00Z");
        var labels = configuration.GetProperty("config").GetProperty("Labels");
        labels.GetProperty("a").GetString().ShouldBe("stated");
        labels.GetProperty("b").GetString().ShouldBe("kept");
    }

    [Theory]
    [InlineData("manifest.json", $"[{Image},{Image}]", "holds several images or none")]
    [InlineData("manifest.json", "[null]", "holds several images or none")]
    [InlineData("manifest.json", $"[{Image}]", "holds no image: c.json cannot be read: there is none")]
    [InlineData("manifest.json", "{", "holds no image: manifest.json cannot be read")]
    [InlineData("index.json", "{}", "holds no image: manifest.json cannot be read: there is none")]
    public async Task What_is_not_one_image_is_refused(string entry, string content, string reason)
    {
        Write((entry, content));

        var refused = await Should.ThrowAsync<StepFailedException>(Rewrite);

        refused.Message.ShouldContain(reason);
    }

    private Task<string> Rewrite() =>
        PublishedArchive.Rewrite(
            root / "archive",
            root / "rewritten",
            "127.0.0.1:5000/shop/auth:1",
            ImmutableDictionary<string, string>.Empty.Add("a", "stated"),
            DateTimeOffset.UnixEpoch,
            CancellationToken.None
        );

    private void Write(params (string Name, string Content)[] entries)
    {
        using var file = File.Create(root / "archive");
        using var tar = new TarWriter(file);
        foreach (var (name, content) in entries)
            tar.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, name)
                {
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
                }
            );
    }

    private Dictionary<string, string> Entries()
    {
        var entries = new Dictionary<string, string>();
        using var file = File.OpenRead(root / "rewritten");
        using var tar = new TarReader(file);
        while (tar.GetNextEntry() is { } entry)
            entries.Add(entry.Name, new StreamReader(entry.DataStream!).ReadToEnd());
        return entries;
    }
}
