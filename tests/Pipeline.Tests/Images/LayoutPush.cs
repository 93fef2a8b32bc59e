using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Versions;
using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Images.Building;
using Pipeline.Images.Layouts;
using Pipeline.Images.Registries;
using Pipeline.Tests.Images.Registries;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Images;

/// <summary>What ends a push.</summary>
public enum Trouble
{
    /// <summary>The connection breaks at each attempt.</summary>
    Reset,

    /// <summary>The registry answers 500 at each attempt.</summary>
    Error,

    /// <summary>The run is ended while it waits.</summary>
    Kill,
}

/// <summary>An image for two platforms that BuildKit has built, and a registry that it is pushed to.</summary>
internal sealed class LayoutPush : IAsyncDisposable
{
    /// <summary>How often a request is made before it is given up.</summary>
    public const int Attempts = 4;

    private const int Chunk = 256 * 1024;

    private readonly ImageHarness harness;
    private readonly RegistryClient client;
    private int seen;

    private LayoutPush(ImageHarness harness, StrictRegistry registry)
    {
        (this.harness, Registry) = (harness, registry);
        client = NewClient();
    }

    public StrictRegistry Registry { get; }

    public ImageLayout Layout { get; private set; } = null!;

    public string Tag => harness.Source.Tag;

    /// <summary>All that its manifests can be asked for by.</summary>
    public string[] Names => [.. Layout.Images.Select(image => image.Manifest.Digest), Layout.Digest, Tag];

    /// <summary>The blob that goes in several chunks.</summary>
    public Descriptor Large => Layout.Blobs.Single(blob => blob.Size > Chunk);

    public static async Task<LayoutPush> Create(Engines engines)
    {
        var push = new LayoutPush(
            await ImageHarness.Create(engines, Engines.BuildxStore),
            await StrictRegistry.Start()
        );
        var steps = push.harness.Steps;
        steps.Environment = steps.Environment with { Name = "develop", Registry = push.Registry.Name };
        steps.Service = steps.Service with { Build = new() { Platforms = ["linux/amd64", "linux/arm64"] } };
        steps.Write(
            "Dockerfile",
            "FROM scratch\nARG TARGETARCH\nCOPY shared /\nCOPY large /\nCOPY only-$TARGETARCH /\n"
        );
        foreach (
            var (name, length) in new[]
            {
                ("shared", 10_000),
                ("large", 800_000),
                ("only-amd64", 20),
                ("only-arm64", 30),
            }
        )
            steps.Write(name, Convert.ToHexString(RegistryBench.Content(length)));

        var built = await push.Execute("Image", ImageHarness.Build);

        built.Status.ShouldBe(StepStatus.Passed, built.Reason);
        var folder = steps.Root / "artifacts" / (await push.harness.Taken<BuiltImage>()).Layout!;
        push.Layout = ImageLayout.Find(folder).ShouldNotBeNull();
        return push;
    }

    /// <summary>Pushes it.</summary>
    public Task<StepResult> Run(CancellationToken cancellation = default)
    {
        seen = Registry.Requests.Count;
        return Execute("Push", (service, step) => ImagePush.Run(service, step, new GitVersions()), cancellation);
    }

    /// <summary>Pushes it to a registry where one kind of request does not come to its end.</summary>
    public async Task<StepResult> Interrupted(Trouble trouble, string request)
    {
        using var kill = new CancellationTokenSource();
        if (trouble == Trouble.Reset)
            Registry.Reset(request, Attempts, after: 10);
        else if (trouble == Trouble.Error)
            Registry.Answer(request, Attempts, 500);
        else
            Registry.Hang(request, 1);

        var pushing = Run(kill.Token);
        if (trouble == Trouble.Kill)
        {
            while (Registry.Count(request) == 0 && !pushing.IsCompleted)
                await Task.Delay(20, TestContext.Current.CancellationToken);
            await kill.CancelAsync();
        }

        var result = await pushing;
        // What the client no longer waits for may still be under way.
        await Registry.Settle();
        return result;
    }

    /// <summary>What its manifests can be asked for by already.</summary>
    public async Task<string[]> Named()
    {
        var there = new List<string>();
        foreach (var name in Names)
            if (await client.FindManifest(Repository, name, null, TestContext.Current.CancellationToken) is not null)
                there.Add(name);
        return [.. there];
    }

    /// <summary>The digests of its blobs that the registry lacks.</summary>
    public async Task<string[]> MissingBlobs()
    {
        var missing = new List<string>();
        foreach (var blob in Layout.Blobs)
            if (!await client.HasBlob(Repository, blob, null, TestContext.Current.CancellationToken))
                missing.Add(blob.Digest);
        return [.. missing];
    }

    /// <summary>The digests of the blobs that the last push has sent.</summary>
    public string[] SentBlobs() => Put("/blobs/uploads/", line => Uri.UnescapeDataString(line.Split("digest=")[1]));

    /// <summary>What the last push has put manifests under, in this order.</summary>
    public string[] PutManifests() => Put("/manifests/", line => line.Split('/')[^1]);

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await harness.DisposeAsync();
        await Registry.DisposeAsync();
    }

    private Task<StepResult> Execute(
        string target,
        Func<Service, StepContext, Task<StepResult>> body,
        CancellationToken cancellation = default
    ) =>
        harness.Execute(
            target,
            async (service, step) =>
            {
                await step.Shared(_ => Task.FromResult(new SharedRegistries(_ => Access())));
                return await body(service, step);
            },
            cancellation
        );

    private RegistryAccess Access() => new(Registry.Name, NewClient(), new OciSession(new AnonymousLogin()));

    private string Repository => harness.Steps.Service.Image;

    private RegistryClient NewClient() =>
        new(Registry.Name, new AnonymousLogin(), RegistryBench.Patient) { Chunk = Chunk };

    private string[] Put(string part, Func<string, string> name) =>
        [
            .. Registry
                .Requests.Skip(seen)
                .Where(line =>
                    line.StartsWith("PUT ", StringComparison.Ordinal) && line.Contains(part, StringComparison.Ordinal)
                )
                .Select(name),
        ];
}
