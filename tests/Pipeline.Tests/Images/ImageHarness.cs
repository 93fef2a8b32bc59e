using System.Formats.Tar;
using System.Text.Json;
using Docker.DotNet;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.GitOps.Versions;
using Pipeline.Images;
using Pipeline.Images.Engines;
using Pipeline.Planning;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Images;

/// <summary>A scratch workspace whose steps work with an engine of the tests' own.</summary>
internal sealed class ImageHarness : IAsyncDisposable
{
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

    public Task<StepResult> Image() => Execute("Image", Build);

    public Task<StepResult> Push() =>
        Execute("Push", (service, step) => ImagePush.Run(service, step, new GitVersions()));

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
        where T : class
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
    public async Task<EngineImage> Inspect(string image) =>
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

    /// <summary>The files of an image, by unpacking it.</summary>
    public async Task<string[]> FilesOf(string image)
    {
        using var configuration = new DockerClientConfiguration(engine.Endpoint);
        using var client = configuration.CreateClient();
        await using var saved = await client.Images.SaveImageAsync(image);
        var parts = await Parts(saved);
        var manifest = JsonDocument.Parse(parts["manifest.json"]).RootElement[0];
        var files = new List<string>();
        foreach (var layer in manifest.GetProperty("Layers").EnumerateArray())
            files.AddRange((await Parts(new MemoryStream(parts[layer.GetString()!]))).Keys);
        return [.. files.Where(file => !file.EndsWith('/')).Order(StringComparer.Ordinal)];
    }

    public ValueTask DisposeAsync() => Steps.DisposeAsync();

    private static async Task<Dictionary<string, byte[]>> Parts(Stream archive)
    {
        await using var tar = new TarReader(archive);
        var parts = new Dictionary<string, byte[]>();
        while (await tar.GetNextEntryAsync(copyData: true) is { } entry)
        {
            var content = new MemoryStream();
            if (entry.DataStream is { } data)
                await data.CopyToAsync(content);
            parts[entry.Name] = content.ToArray();
        }

        return parts;
    }
}
