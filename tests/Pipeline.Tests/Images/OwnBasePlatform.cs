using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Catalog.Reading;
using Pipeline.Deployments.GitOps.Versions;
using Pipeline.Execution;
using Pipeline.Execution.Graph;
using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Images.Building;
using Pipeline.Images.Engines;
using Pipeline.Images.Registries;
using Pipeline.Planning;
using Pipeline.Quality;
using Pipeline.Tests.Execution.Cache;
using Pipeline.Tests.Images.Registries;

namespace Pipeline.Tests.Images;

/// <summary>
/// A repository with two services on a base image of its own, which is built on another one; its targets run on an
/// engine of the tests'.
/// </summary>
internal sealed class OwnBasePlatform : IAsyncDisposable
{
    private readonly Engines engines;
    private readonly string registry;
    private readonly GitFolder repository = new();
    private readonly string name = $"p{Guid.NewGuid().ToString("N")[..12]}";

    private OwnBasePlatform(Engines engines, string registry)
    {
        this.engines = engines;
        this.registry = registry;
        Write("images/os/Dockerfile", "FROM scratch\nCOPY . /os/\n");
        Write("images/runtime/Dockerfile", $"FROM {name}/os:any\nCOPY . /runtime/\n");
        Write("services/api/Dockerfile", $"FROM {registry}/{name}/runtime AS base\nFROM base\nCOPY . /api/\n");
        Write("services/web/Dockerfile", "ARG RUNTIME_IMAGE\nFROM ${RUNTIME_IMAGE}\nCOPY . /web/\n");
        Write(
            "pipeline.yaml",
            $$"""
            platform: {{name}}
            services:
              api: { language: custom, commands: { compile: [api] } }
              web: { language: custom, commands: { compile: [web] } }
            bases:
              runtime: { path: images/runtime, argument: RUNTIME_IMAGE }
              os: { path: images/os }
            environments:
              local: { registry: "{{registry}}" }
            """
        );
        Write(".gitignore", "/artifacts/\n");
        Commit();
    }

    /// <summary>Runs for a base image between <c>Image</c> and <c>Push</c>.</summary>
    public Func<Task>? BeforePush { get; set; }

    public static async Task<OwnBasePlatform> Create(Engines engines) => new(engines, await engines.Registry);

    public void Write(string file, string content)
    {
        Directory.CreateDirectory((repository.Root / file).Parent!);
        File.WriteAllText(repository.Root / file, content);
    }

    public void AddToCatalog(string text) => File.AppendAllText(repository.Root / "pipeline.yaml", text);

    public void Commit() => repository.Commit();

    public string NameOf(string image) => $"{registry}/{name}/{image}";

    public Platform Read() =>
        CatalogReader.Read(
            repository.Root / "pipeline.yaml",
            repository.Root / "artifacts",
            SupportedLanguages.Declared
        );

    public async Task<ImmutableArray<SelectedSource>> Select(string[] names, string? since = null)
    {
        var platform = Read();
        var source = await PendingSource.Ask(repository.Root).Whole();
        var selected = await Selection.Of(platform, repository.Root / "pipeline.yaml", source, names, since);
        return Selection.ForTargets(platform, selected, worksOnBases: true);
    }

    /// <summary>Runs <c>Image</c> and <c>Push</c> in a workspace of its own.</summary>
    public Task<OwnBaseRun> Run(string engine, params string[] services) =>
        Run(
            engine,
            Workspace(),
            services,
            Target("Image", [], (source, step) => ImageBuild.Run(source, step, new GitVersions())),
            Target("Wait", ["Image"], Wait),
            Target("Push", ["Wait"], (source, step) => ImagePush.Run(source, step, new GitVersions())),
            Target("Look", ["Push"], Look)
        );

    /// <summary>Runs what a job with code of services runs, in a workspace of its own.</summary>
    public Task<OwnBaseRun> Build(string engine, params string[] services) =>
        Run(
            engine,
            Workspace(),
            services,
            Target("Image", [], (source, step) => ImageBuild.Run(source, step, new GitVersions())),
            Target("Export", ["Image"], ImageExport.Run)
        );

    /// <summary>Runs what the job behind that one runs, in another workspace.</summary>
    public Task<OwnBaseRun> Publish(OwnBaseRun built, params string[] services)
    {
        var artifacts = Workspace();
        Directory.CreateDirectory(artifacts / "arrivals");
        Directory.Move(Handover.In(built.Artifacts), artifacts / "arrivals" / "image");
        return Run(
            Engines.Docker,
            artifacts,
            services,
            Target("Receive", [], (source, step) => ImageReceipt.Run(source, step, new GitVersions())),
            Target("Wait", ["Receive"], Wait),
            Target("Push", ["Wait"], (source, step) => ImagePush.Run(source, step, new GitVersions())),
            Target("Look", ["Push"], Look)
        );
    }

    private AbsolutePath Workspace() => repository.Root / "artifacts" / Guid.NewGuid().ToString("N");

    private async Task<OwnBaseRun> Run(
        string engine,
        AbsolutePath artifacts,
        string[] services,
        params ImmutableArray<PlannedTarget> plan
    )
    {
        var connection = await engines.Connect(engine);
        var platform = Read();
        var arrived = HandoverDigest.Of(artifacts / "arrivals" / "image");
        var options = new RunOptions
        {
            Platform = platform,
            Environment = platform.Environments[0],
            Source = await PendingSource.Ask(repository.Root).Whole(),
            Selected = [.. (await Select(services)).Select(one => one.Source)],
            Artifacts = artifacts,
            Parallel = 4,
            Extensions =
            [
                KnownRegistries.All,
                Arrivals.Read(artifacts, arrived is null ? null : $"image@{arrived}"),
                connection,
            ],
            SearchPath = new(await engines.SearchPath(engine)),
        };
        var run = new PipelineRun(options, () => plan, []);
        try
        {
            await run.Complete(plan[^1].Name);
        }
        catch (TargetFailedException)
        {
            // What failed is in the steps.
        }

        return new(run, artifacts);
    }

    private static PlannedTarget Target(
        string target,
        ImmutableArray<string> after,
        Func<ImageSource, StepContext, Task<StepResult>> step
    ) =>
        new(
            target,
            after,
            new(target, async contexts => [await OnEngine(contexts[0], step)], Together: false) { ServesBases = true }
        );

    private static async Task<StepResult> OnEngine(
        StepContext step,
        Func<ImageSource, StepContext, Task<StepResult>> body
    )
    {
        await step.Shared(_ => Task.FromResult(step.Extension<ContainerEngine>()));
        return await body(step.Subject, step);
    }

    /// <summary>The files of an image that was pushed, by unpacking it elsewhere.</summary>
    public async Task<string[]> FilesOf(ImageReference pushed)
    {
        await using var harness = await ImageHarness.Create(engines, Engines.Podman);
        await harness.Pull(pushed);
        return await harness.FilesOf(pushed.ToString());
    }

    /// <summary>The layers of each platform of an image that was pushed for several, from the lowest.</summary>
    public async Task<(string Platform, string[] Layers)[]> LayersOf(ImageReference pushed)
    {
        using var client = new RegistryClient(registry, new AnonymousLogin());
        var index = await Manifest(pushed.Digest!);
        var platforms = new List<(string, string[])>();
        foreach (var each in index.Manifests)
        {
            var blobs = (await Manifest(each.Digest)).Blobs;
            platforms.Add(($"{each.Platform}", [.. blobs.Skip(1).Select(layer => layer.Digest)]));
        }

        return [.. platforms];

        async Task<ManifestContent> Manifest(string digest) =>
            (
                await client.FindManifest(pushed.Repository, digest, null, TestContext.Current.CancellationToken)
            ).ShouldNotBeNull();
    }

    public ValueTask DisposeAsync()
    {
        repository.Dispose();
        return ValueTask.CompletedTask;
    }

    // What Sign would attest.
    private static Task<StepResult> Look(ImageSource source, StepContext step) =>
        Task.FromResult(StepResult.PassedWith(string.Join(' ', ProvenanceDependencies.Of(source, step))));

    private async Task<StepResult> Wait(ImageSource source, StepContext step)
    {
        if (source is OwnBase && BeforePush is { } before)
            await before();
        return StepResult.Passed;
    }
}

/// <summary>A run that has ended.</summary>
internal sealed class OwnBaseRun(PipelineRun run, AbsolutePath artifacts) : IAsyncDisposable
{
    public AbsolutePath Artifacts => artifacts;

    public StepResult this[string target, string service] =>
        run.Steps.Single(step => step.Key == new StepKey(target, service)).Result;

    /// <summary>The service's pushed image.</summary>
    public ImageReference Pushed(string service) =>
        run.Handover.All<PushedImage>().Single(one => one.Step.Service == service).Value.Reference;

    /// <summary>The digest of the service's image, as it was handed over.</summary>
    public string Exported(string service) =>
        run.Handover.All<ExportedImage>().Single(one => one.Step.Service == service).Value.Digest;

    /// <summary>The digest of another run's image that stands for the one that was built.</summary>
    public string Adopted(string image) =>
        run.Handover.All<AdoptedImage>().Single(one => one.Step.Service == image).Value.Digest;

    /// <summary>The service's image, as the engine has it.</summary>
    public BuiltImage Built(string service) =>
        run.Handover.All<BuiltImage>().Single(one => one.Step.Service == service).Value;

    public string Log(string target, string service) =>
        File.ReadAllText(artifacts / "logs" / service / $"{target}.log");

    public IEnumerable<StepKey> Before(string target, string service) => run.PredecessorsOf(new(target, service));

    public async ValueTask DisposeAsync() => await run.DisposeAsync();
}
