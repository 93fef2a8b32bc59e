using System.Formats.Tar;
using System.Security.Cryptography;
using Nuke.Common.IO;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Layouts;
using Pipeline.Images.Registries;
using Pipeline.Tests.Deployments.Ssh;

namespace Pipeline.Tests.Images;

public sealed class ImageFilesTests : IDisposable
{
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("pipeline-files-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task An_upper_layer_takes_the_place_of_files_below()
    {
        var files = await Read(
            "/app",
            new FileLayer().Add("app/main", "old").Add("app/lib/a", "a").Add("etc/passwd", "root").Pack(),
            new FileLayer().Add("./app/main", "new").Pack(zipped: false)
        );

        files.ShouldBe(["lib", "lib/a=a", "main=new"]);
    }

    [Fact]
    public async Task A_whiteout_deletes_what_lies_below_and_nothing_of_its_own_layer()
    {
        var files = await Read(
            "/app",
            new FileLayer().Add("app/main", "1").Add("app/lib/a", "a").Add("app/data/b", "b").Pack(),
            new FileLayer()
                .Add("app/lib/c", "c")
                .Add("app/.wh.main", "")
                .Add("app/lib/.wh..wh..opq", "")
                .Add("app/.wh.data", "")
                .Pack()
        );

        files.ShouldBe(["lib", "lib/c=c"]);
    }

    [Fact]
    public async Task A_single_file_has_its_own_name() =>
        (await Read("/auth", new FileLayer().Add("auth", "program").Pack())).ShouldBe(["auth=program"]);

    [Fact]
    public async Task Links_stay_links_and_hard_links_become_files()
    {
        var files = await Read(
            "/app",
            new FileLayer()
                .Add("app/main", "program")
                .Link(TarEntryType.SymbolicLink, "app/soft", "main")
                .Link(TarEntryType.HardLink, "app/hard", "app/main")
                .Pack()
        );

        files.ShouldBe(["hard=program", "main=program", "soft->main"]);
    }

    [Fact]
    public async Task What_would_lead_out_of_the_image_is_left_out()
    {
        var files = await Read(
            "/app",
            new FileLayer()
                .Add("app/../../etc/cron.d/evil", "evil")
                .Link(TarEntryType.SymbolicLink, "app/out", "/etc")
                .Pack(),
            new FileLayer().Add("app/out/passwd", "evil").Add("app/main", "program").Pack()
        );

        files.ShouldBe(["main=program", "out", "out/passwd=evil"]);
    }

    [Fact]
    public async Task A_hard_link_to_a_file_elsewhere_is_refused()
    {
        var layer = new FileLayer().Add("bin/x", "x").Link(TarEntryType.HardLink, "app/x", "bin/x").Pack();

        (await Should.ThrowAsync<StepFailedException>(Read("/app", layer))).Message.ShouldContain(
            "/app/x in the image is a hard link to bin/x, outside of /app"
        );
    }

    [Fact]
    public async Task A_layer_in_zstd_is_refused_with_what_to_do() =>
        (await Should.ThrowAsync<StepFailedException>(Read("/app", [0x28, 0xb5, 0x2f, 0xfd, 0]))).Message.ShouldContain(
            "compressed with zstd, which is not read here: build the image with gzip"
        );

    [Fact]
    public async Task A_layer_that_is_cut_off_is_refused()
    {
        var layer = new FileLayer().Add("app/main", new string('x', 5000)).Pack();

        (await Should.ThrowAsync<StepFailedException>(Read("/app", layer[..^20]))).Message.ShouldContain("archive");
    }

    private async Task<string[]> Read(string path, params byte[][] layers)
    {
        var blobs = layers.Select(Store).ToArray();
        var manifest = new ManifestContent("sha256:0", ManifestContent.ManifestType, [])
        {
            Blobs = [new("config", "sha256:0", 0), .. blobs],
            Manifests = [],
            Descriptor = new(ManifestContent.ManifestType, "sha256:0", 0),
        };
        var image = new PlatformImage(manifest, new("linux", "amd64"));
        var contents = folder / "contents";
        Directory.CreateDirectory(contents);
        var files = await ImageFiles.Read(new(folder, manifest, [image]), image, path, contents, default);
        return
        [
            .. files.ByPath.Select(file =>
                file.Value.Content is { } content ? $"{file.Key}={File.ReadAllText(content)}"
                : file.Value.Link is { } link ? $"{file.Key}->{link}"
                : file.Key
            ),
        ];
    }

    private Descriptor Store(byte[] layer)
    {
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(layer))}";
        File.WriteAllBytes(ImageLayout.FileOf(folder, digest), layer);
        return new("application/vnd.oci.image.layer.v1.tar", digest, layer.Length);
    }
}
