using Docker.DotNet;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Versions;
using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Images.Building;
using Pipeline.Images.Engines;
using Pipeline.Planning;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Images;

/// <summary>A scratch workspace whose steps work with an engine of the tests' own.</summary>
internal sealed class ImageHarness : IAsyncDisposable
{
    /// <summary>The platforms of an image for several.</summary>
    public static readonly ImmutableArray<string> Platforms = ["linux/amd64", "linux/arm64"];

    /// <summary>A base image that cannot be pulled: port 1 refuses.</summary>
    public const string UnreachableBase = "127.0.0.1:1/library/base:1.0";

    private readonly ContainerEngine engine;

    private ImageHarness(ContainerEngine engine, string registry, string service)
    {
        this.engine = engine;
        Steps = new(service);
        Steps.Environment = Steps.Environment with { Registry = registry };
        Steps.Service = Steps.Service with { Dockerfile = Steps.Service.Directory / "Dockerfile" };
        Source = new()
        {
            Root = Steps.Root,
            Commit = new('a', 40),
            Tag = "aaaaaaa",
            Time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
        };
        Steps.Write("Dockerfile", "FROM scratch\nCOPY . /\n");
        Steps.Write("content", $"{service}\n");
    }

    public StepHarness Steps { get; }

    public SourceRevision Source
    {
        get => Steps.Source!;
        set => Steps.Source = value;
    }

    /// <summary>The image's name and tag.</summary>
    public string Reference => $"{Steps.Environment.Registry}/{Steps.Service.Image}:{Source.Tag}";

    /// <summary>A workspace for a service that no other test has.</summary>
    public static async Task<ImageHarness> Create(Engines engines, string engine, string? service = null)
    {
        var harness = new ImageHarness(
            await engines.Connect(engine),
            await engines.Registry,
            service ?? $"s{Guid.NewGuid().ToString("N")[..12]}"
        );
        harness.Steps.SearchPath = await engines.SearchPath(engine);
        return harness;
    }

    /// <summary>A workspace whose image is for several platforms.</summary>
    public static async Task<ImageHarness> CreateForSeveral(Engines engines, string engine, string? service = null)
    {
        var harness = await Create(engines, engine, service);
        harness.Steps.Write("Dockerfile", "FROM scratch\nCOPY content /\n");
        harness.Steps.Service = harness.Steps.Service with { Build = new() { Platforms = Platforms } };
        return harness;
    }

    /// <summary>
    /// Has the image built on a base that cannot be pulled, and is made by a script, as <c>rootfs.tar</c>, instead.
    /// </summary>
    public void BuildOnMadeBase(string script)
    {
        Steps.Write("Dockerfile", "ARG BASE_IMAGE=scratch\nFROM $BASE_IMAGE\nCOPY content /\n");
        var fallback = Steps.Root / "base";
        Directory.CreateDirectory(fallback);
        File.WriteAllText(fallback / "Dockerfile", "FROM scratch\nADD rootfs.tar /\n");
        var file = fallback / "build-rootfs.sh";
        File.WriteAllText(file, "#!/bin/sh\nset -eu\n" + script);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Steps.Bases = [new("base", UnreachableBase, "BASE_IMAGE", fallback)];
    }

    public Task<StepResult> Image() => Execute("Image", Build);

    public Task<StepResult> Push() =>
        Execute("Push", (service, step) => ImagePush.Run(service, step, new GitVersions()));

    /// <summary>Has a scanner that finds nothing look at each archive of the image.</summary>
    public Task<StepResult> Scan(Func<PlatformArchive, Task> look) => Execute("Scan", Scanning(look));

    /// <summary>A step in which a scanner that finds nothing looks at each archive of the image.</summary>
    public static Func<Service, StepContext, Task<StepResult>> Scanning(Func<PlatformArchive, Task> look) =>
        (service, step) =>
            ImageScan.Run(
                service,
                step,
                // Stands for a scanner that is installed.
                "sh",
                async archive =>
                {
                    await look(archive);
                    return StepResult.Passed;
                },
                results => results[0]
            );

    public static Task<StepResult> Build(Service service, StepContext step) =>
        ImageBuild.Run(service, step, new GitVersions());

    /// <summary>Runs a step that finds the engine where a run would have put it.</summary>
    public async Task<StepResult> Execute(
        string target,
        Func<Service, StepContext, Task<StepResult>> body,
        CancellationToken cancellation = default
    ) =>
        await Steps.Execute(
            target,
            async (service, step) =>
            {
                await step.Shared(_ => Task.FromResult(engine));
                return await body(service, step);
            },
            cancellation
        );

    /// <summary>What an earlier step has handed over.</summary>
    public async Task<T> Taken<T>()
        where T : class, IHandedOver
    {
        T? value = default;
        var result = await Steps.Execute(
            "Take",
            (_, step) =>
            {
                value = step.Take<T>();
                return Task.FromResult(StepResult.Passed);
            }
        );
        result.ShouldBe(StepResult.Passed);
        return value!;
    }

    /// <summary>What the engine knows of an image.</summary>
    public async Task<LocalImage> Inspect(string image) =>
        (await engine.Find(image, CancellationToken.None)).ShouldNotBeNull();

    /// <summary>Has the engine take an image from its registry.</summary>
    public async Task Pull(ImageReference image)
    {
        using var configuration = new DockerClientConfiguration(engine.Endpoint);
        using var client = configuration.CreateClient();
        await client.Images.CreateImageAsync(
            new() { FromImage = $"{image with { Tag = null }}" },
            new(),
            new Progress<Docker.DotNet.Models.JSONMessage>()
        );
    }

    /// <summary>The files of the image that was built, as a scanner gets it.</summary>
    public async Task<string[]> BuiltFiles()
    {
        string[] files = [];
        var scan = await Scan(async archive => files = [.. (await SavedImage.Read(archive)).Files]);
        scan.Status.ShouldBe(StepStatus.Passed, scan.Reason);
        return [.. files.Order(StringComparer.Ordinal)];
    }

    /// <summary>The files of an image, by unpacking it.</summary>
    public async Task<string[]> FilesOf(string image)
    {
        using var configuration = new DockerClientConfiguration(engine.Endpoint);
        using var client = configuration.CreateClient();
        await using var saved = await client.Images.SaveImageAsync(image);
        return [.. (await SavedImage.Read(saved)).Files.Order(StringComparer.Ordinal)];
    }

    public ValueTask DisposeAsync() => Steps.DisposeAsync();
}
