using System.Formats.Tar;
using System.Text.Json;
using Pipeline.Execution;
using Pipeline.Images;
using Pipeline.Images.Layouts;
using Pipeline.Images.Registries;
using Pipeline.Tests.Quality;

namespace Pipeline.Tests.Images;

public sealed class BuildxTests(Engines engines)
{
    private static readonly ImmutableArray<string> Both = ["linux/amd64", "linux/arm64"];

    [Theory]
    [InlineData(Engines.Docker, "Docker's classic builder")]
    [InlineData(Engines.Podman, "Podman's own builder")]
    [InlineData(Engines.Buildx, "(docker driver)")]
    [InlineData(Engines.BuildxStore, "(docker driver, containerd image store)")]
    public async Task The_builder_is_the_one_that_answers(string engine, string builder)
    {
        await using var harness = await ImageHarness.Create(engines, engine);

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        harness.Steps.Log("Image").Split('\n')[0].ShouldEndWith(builder);
    }

    [Fact]
    public async Task Over_the_classic_store_buildx_builds_into_the_engine()
    {
        await using var harness = await ImageHarness.Create(engines, Engines.Buildx);

        await harness.Image();

        var built = await harness.Taken<BuiltImage>();
        built.Layout.ShouldBeNull();
        var image = await harness.Inspect(harness.Reference);
        image.Id.ShouldBe(built.Id);
        image.Labels["org.opencontainers.image.revision"].ShouldBe(harness.Source.Commit);
        (await harness.FilesOf(harness.Reference)).ShouldBe(["Dockerfile", "content"]);
        (await harness.Push()).Reason!.ShouldStartWith("pushed as ");
    }

    [Fact]
    public async Task Over_the_containerd_store_the_digest_that_was_built_is_the_one_that_is_pushed()
    {
        await using var harness = await ImageHarness.Create(engines, Engines.BuildxStore);

        await harness.Image();

        var built = await harness.Taken<BuiltImage>();
        var pushed = await harness.Push();
        var again = await harness.Push();
        pushed.ShouldBe(StepResult.PassedWith($"pushed as {built.Id}"));
        again.ShouldBe(StepResult.PassedWith($"already in the registry as {built.Id}"));
        (await harness.Image()).Reason!.ShouldStartWith("already pushed ");
    }

    [Fact]
    public async Task An_image_of_several_platforms_is_one_digest_through_scan_and_push()
    {
        await using var harness = await Several(Engines.BuildxStore);
        var scanned = new List<(string? Platform, string Architecture, string Content)>();

        var result = await harness.Image();
        await harness.Execute(
            "Scan",
            (service, step) =>
                ImageScan.Run(
                    service,
                    step,
                    "sh",
                    archive =>
                    {
                        scanned.Add((archive.Platform, ArchitectureIn(archive), FileIn(archive, "content")));
                        return Task.FromResult(StepResult.Passed);
                    },
                    results => results[0]
                )
        );
        var pushed = await harness.Push();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        result.Reason!.ShouldEndWith(", linux/amd64, linux/arm64");
        var built = await harness.Taken<BuiltImage>();
        var name = $"{harness.Steps.Service.Name}\n";
        scanned.ShouldBe([("linux/amd64", "amd64", name), ("linux/arm64", "arm64", name)], harness.Steps.Log("Image"));
        pushed.ShouldBe(StepResult.PassedWith($"pushed as {built.Id}"));
        var index = await InRegistry(harness, built.Id);
        index.MediaType.ShouldBe(ManifestContent.IndexType);
        index.Manifests.Length.ShouldBe(2);
        foreach (var platform in index.Manifests)
            (await InRegistry(harness, platform.Digest)).Blobs.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_image_of_several_platforms_is_built_once()
    {
        await using var harness = await Several(Engines.BuildxStore);
        await harness.Image();
        var first = await harness.Taken<BuiltImage>();

        var result = await harness.Image();

        result.Reason!.ShouldStartWith($"already built {harness.Reference}");
        (await harness.Taken<BuiltImage>()).ShouldBe(first with { IsReused = true });
    }

    [Theory]
    [InlineData(Engines.BuildxStore)]
    [InlineData(Engines.Podman)]
    public async Task An_image_of_several_platforms_that_was_pushed_from_elsewhere_is_taken_whole(string engine)
    {
        await using var there = await Several(Engines.BuildxStore);
        await there.Image();
        await there.Push();
        await using var here = await Several(engine, there.Steps.Service.Name);

        var result = await here.Image();

        result.Reason!.ShouldStartWith($"already pushed {here.Reference}");
        var digest = (await there.Taken<BuiltImage>()).Id;
        (await here.Taken<BuiltImage>()).Id.ShouldBe(digest);
        (await here.Push()).Reason.ShouldBe($"already in the registry as {digest}");
    }

    [Fact]
    public async Task A_commit_that_was_pushed_for_another_is_not_taken_for_it()
    {
        await using var there = await Several(Engines.BuildxStore);
        there.Source = there.Source with { Commit = $"aaaaaaa{new string('b', 33)}" };
        await there.Image();
        await there.Push();
        await using var here = await Several(Engines.BuildxStore, there.Steps.Service.Name);

        var result = await here.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain($"was built from {there.Source.Commit}, not from {here.Source.Commit}");
    }

    [Theory]
    [InlineData(Engines.Docker, "install docker buildx")]
    [InlineData(Engines.Podman, "use Docker with buildx")]
    public async Task Where_several_platforms_cannot_be_built_none_is_in_silence(string engine, string remedy)
    {
        await using var harness = await Several(engine);
        var (service, platforms) = (harness.Steps.Service, harness.Steps.Service.Build.Platforms);
        harness.Steps.Service = service with { Build = new() };
        await harness.Image();
        harness.Steps.Service = service;
        await using var several = await Several(engine, service.Name);

        var result = await several.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith(
            $"{several.Reference} is to be built for {string.Join(" and ", platforms)}, and "
        );
        result.Reason!.ShouldContain(remedy);
    }

    [Fact]
    public async Task A_folder_that_was_changed_since_is_neither_scanned_nor_pushed()
    {
        await using var harness = await Several(Engines.BuildxStore);
        await harness.Image();
        var layout = harness.Steps.Root / "artifacts" / (await harness.Taken<BuiltImage>()).Layout!;
        var layer = PlatformLayer(layout);
        File.WriteAllText(layer, "another");

        var scan = await harness.Execute(
            "Scan",
            (service, step) =>
                ImageScan.Run(service, step, "sh", _ => Task.FromResult(StepResult.Passed), results => results[0])
        );
        var push = await harness.Push();

        scan.Status.ShouldBe(StepStatus.Failed);
        scan.Reason!.ShouldContain("is not what was built");
        push.Status.ShouldBe(StepStatus.Failed);
    }

    [Fact]
    public async Task Where_the_daemon_builds_for_one_platform_services_for_several_share_a_builder_that_is_made()
    {
        await using var harness = await Several(Engines.Buildx);
        var made = await StandIn(harness, starts: true);

        var result = await harness.Image();
        var again = await harness.Image();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        again.Reason!.ShouldStartWith("already built ");
        harness
            .Steps.Log("Image")
            .Split('\n')[0]
            .ShouldMatch(@"buildx .+, builder pipeline-v.+ \(docker-container driver\)");
        var built = await harness.Taken<BuiltImage>();
        built.Layout.ShouldNotBeNull();
        (await harness.Push()).Reason.ShouldBe($"pushed as {built.Id}");
        File.ReadAllLines(made).Length.ShouldBe(1);
    }

    [Fact]
    public async Task For_one_platform_no_builder_is_made()
    {
        await using var harness = await ImageHarness.Create(engines, Engines.Buildx);
        var made = await StandIn(harness, starts: true);

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        File.Exists(made).ShouldBeFalse();
    }

    [Fact]
    public async Task A_builder_that_cannot_be_started_fails_the_step_with_what_to_do()
    {
        await using var harness = await Several(Engines.Buildx);
        await StandIn(harness, starts: false);

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain(
            "@sha256:0168606be2315b7c807a03b3d8aa79beefdb31c98740cebdffdfeebf31190c9f: made up; "
        );
        result.Reason.ShouldEndWith("or turn on Docker's containerd image store");
    }

    [Theory]
    [InlineData(Engines.Buildx)]
    [InlineData(Engines.BuildxStore)]
    public async Task What_BuildKit_refuses_fails_the_step_with_its_message(string engine)
    {
        await using var harness = await ImageHarness.Create(engines, engine);
        harness.Steps.Write("Dockerfile", "FROM scratch\nCOPY missing /\n");

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain($"could not build {harness.Reference}: ");
        result.Reason!.ShouldContain("missing");
    }

    [Theory]
    [InlineData(Engines.Buildx)]
    [InlineData(Engines.BuildxStore)]
    public async Task What_is_ignored_and_a_Dockerfile_from_elsewhere_do_not_get_into_the_image(string engine)
    {
        await using var harness = await ImageHarness.Create(engines, engine);
        harness.Steps.Write(".dockerignore", "*\n!content\n");
        harness.Steps.Write("secret.pem", "made up\n");
        File.Delete(harness.Steps.Service.Dockerfile!);
        File.WriteAllText(harness.Steps.Root / "shared.Dockerfile", "FROM scratch\nCOPY . /\n");
        harness.Steps.Service = harness.Steps.Service with { Dockerfile = harness.Steps.Root / "shared.Dockerfile" };
        var files = new List<string>();

        var result = await harness.Image();
        await Scan(harness, archive => files.AddRange(FilesIn(archive).Keys));

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        files.ShouldBe(["content"]);
    }

    [Theory]
    [InlineData(Engines.Buildx)]
    [InlineData(Engines.BuildxStore)]
    public async Task A_base_that_was_made_on_this_machine_is_built_on(string engine)
    {
        await using var harness = await ImageHarness.Create(engines, engine);
        harness.Steps.Write("Dockerfile", "ARG BASE_IMAGE=scratch\nFROM $BASE_IMAGE\nCOPY content /\n");
        var fallback = harness.Steps.Root / "base";
        Directory.CreateDirectory(fallback);
        File.WriteAllText(fallback / "Dockerfile", "FROM scratch\nADD rootfs.tar /\n");
        var script = fallback / "build-rootfs.sh";
        File.WriteAllText(script, "#!/bin/sh\nset -eu\ntouch made\ntar cf rootfs.tar made\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        harness.Steps.Bases = [new("base", "127.0.0.1:1/library/base:1.0", "BASE_IMAGE", fallback)];
        var files = new List<string>();

        var result = await harness.Image();
        await Scan(harness, archive => files.AddRange(FilesIn(archive).Keys));

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        files.Order(StringComparer.Ordinal).ShouldBe(["content", "made"]);
    }

    // BuildKit's image cannot be had here: in the place of a builder in a container stands a daemon that builds for several platforms.
    private async Task<string> StandIn(ImageHarness harness, bool starts)
    {
        var real = ProgramPath.Find("docker", harness.Steps.SearchPath).ShouldNotBeNull();
        var store = (await engines.Start(Engines.BuildxStore)).Endpoint;
        var made = harness.Steps.Root / "made";
        Directory.CreateDirectory(harness.Steps.Root / "programs");
        Programs.Write(
            harness.Steps.Root / "programs" / "docker",
            $"""
            case "$*" in
              "buildx inspect pipeline-v0."*)
                [ "$(cat '{made}' 2>/dev/null)" = "$3" ] || exit 1 ;;
              "buildx create --name pipeline-v0."*" --driver docker-container --driver-opt image=moby/buildkit:v0."*@sha256:*)
                echo "$4" >> '{made}' ;;
              "buildx inspect --bootstrap pipeline-v0."*)
                {(
                starts ? $"[ \"$(cat '{made}')\" = \"$4\" ]" : "printf '#1 pulling\\nERROR: made up\\n' >&2; exit 1"
            )} ;;
              "buildx build --builder=pipeline-v0."*)
                [ "--builder=$(cat '{made}')" = "$3" ] && shift 3 && DOCKER_HOST={store.OriginalString} exec '{real}' buildx build "$@" ;;
              *)
                exec '{real}' "$@" ;;
            esac
            """
        );
        harness.Steps.SearchPath = $"{harness.Steps.Root / "programs"}{Path.PathSeparator}{harness.Steps.SearchPath}";
        return made;
    }

    private async Task<ImageHarness> Several(string engine, string? service = null)
    {
        var harness = await ImageHarness.Create(engines, engine, service);
        harness.Steps.Write("Dockerfile", "FROM scratch\nCOPY content /\n");
        harness.Steps.Service = harness.Steps.Service with { Build = new() { Platforms = Both } };
        return harness;
    }

    private static async Task Scan(ImageHarness harness, Action<PlatformArchive> look) =>
        (
            await harness.Execute(
                "Scan",
                (service, step) =>
                    ImageScan.Run(
                        service,
                        step,
                        "sh",
                        archive =>
                        {
                            look(archive);
                            return Task.FromResult(StepResult.Passed);
                        },
                        results => results[0]
                    )
            )
        ).Status.ShouldBe(StepStatus.Passed);

    private static async Task<ManifestContent> InRegistry(ImageHarness harness, string digest)
    {
        using var client = new RegistryClient(harness.Steps.Environment.Registry, new AnonymousLogin());
        var manifest = await client.FindManifest(
            harness.Steps.Service.Image,
            digest,
            null,
            TestContext.Current.CancellationToken
        );
        return manifest.ShouldNotBeNull();
    }

    private static string PlatformLayer(string layout)
    {
        var image = ImageLayout.Find(layout).ShouldNotBeNull().Images[1];
        return ImageLayout.FileOf(layout, image.Layers.First().Digest);
    }

    private static string ArchitectureIn(PlatformArchive archive)
    {
        var parts = Parts(File.OpenRead(archive.File));
        var saved = JsonDocument.Parse(parts["manifest.json"]).RootElement[0];
        var config = JsonDocument.Parse(parts[saved.GetProperty("Config").GetString()!]).RootElement;
        return config.GetProperty("architecture").GetString()!;
    }

    private static string FileIn(PlatformArchive archive, string name) =>
        System.Text.Encoding.UTF8.GetString(FilesIn(archive)[name]);

    private static Dictionary<string, byte[]> FilesIn(PlatformArchive archive)
    {
        var parts = Parts(File.OpenRead(archive.File));
        var saved = JsonDocument.Parse(parts["manifest.json"]).RootElement[0];
        return saved
            .GetProperty("Layers")
            .EnumerateArray()
            .SelectMany(layer => Parts(Unpacked(parts[layer.GetString()!])))
            .Where(file => !file.Key.EndsWith('/'))
            .ToDictionary();
    }

    // Compressed or not, as the tools tell it.
    private static Stream Unpacked(byte[] layer) =>
        layer is [0x1f, 0x8b, ..]
            ? new System.IO.Compression.GZipStream(
                new MemoryStream(layer),
                System.IO.Compression.CompressionMode.Decompress
            )
            : new MemoryStream(layer);

    private static Dictionary<string, byte[]> Parts(Stream archive)
    {
        using var tar = new TarReader(archive);
        var parts = new Dictionary<string, byte[]>();
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            parts[entry.Name] = content.ToArray();
        }

        return parts;
    }
}
