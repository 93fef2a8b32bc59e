using System.Security.Cryptography;
using System.Text;
using Pipeline.Execution.Logs;
using Pipeline.Images.Registries;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Images.Registries;

/// <summary>A strict registry, clients of it, and images to be put there.</summary>
internal sealed class RegistryBench : IAsyncDisposable
{
    public const string Repository = "shop/auth";

    /// <summary>Enough for a registry that answers, however busy the machine is.</summary>
    public static readonly RegistryTimeouts Patient = new(
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromMilliseconds(1)
    );

    /// <summary>For one that hangs.</summary>
    public static readonly RegistryTimeouts Impatient = Patient with { Answer = TimeSpan.FromSeconds(2) };

    private static readonly string[] Architectures = ["amd64", "arm64"];

    private readonly StepHarness harness = new();
    private readonly List<IDisposable> clients = [];

    private readonly RegistryTimeouts timeouts;

    private RegistryBench(StrictRegistry registry, RegistryTimeouts timeouts) =>
        (Registry, this.timeouts) = (registry, timeouts);

    public StrictRegistry Registry { get; }

    /// <summary>What was logged.</summary>
    public string Log => harness.Log("Ask");

    /// <summary>The rights that were used, as <c>RIGHT PLACE</c>.</summary>
    public IEnumerable<string> UsedRights => harness.UsedRights;

    public static async Task<RegistryBench> Create(RegistryTimeouts? timeouts = null) =>
        new(await StrictRegistry.Start(), timeouts ?? Patient);

    public RegistryClient Client(ICredentialProvider? credentials = null, TimeProvider? clock = null)
    {
        var client = new RegistryClient(Registry.Name, credentials ?? new AnonymousLogin(), timeouts, clock)
        {
            Chunk = 256 * 1024,
        };
        clients.Add(client);
        return client;
    }

    public CopyEnd End(string repository, StrictRegistry? registry = null)
    {
        var name = (registry ?? Registry).Name;
        var credentials = new AnonymousLogin();
        var client = new RegistryClient(name, credentials, timeouts) { Chunk = 256 * 1024 };
        clients.Add(client);
        return new(new(name, client, new OciSession(credentials)), repository);
    }

    /// <summary>Has something done with a log.</summary>
    public Task<T> In<T>(Func<StepLog, Task<T>> work) => harness.Ask(step => work(step.Log));

    public Task In(Func<StepLog, Task> work) =>
        In<object?>(async log =>
        {
            await work(log);
            return null;
        });

    public static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    public static Descriptor Describe(byte[] content, string type = "application/octet-stream") =>
        new(type, $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}", content.Length);

    /// <summary>Puts an image with one layer there.</summary>
    public Task<ManifestContent> PushImage(string? tag, int layer = 1000, string repository = Repository) =>
        In(async log =>
        {
            var client = Client();
            var config = Encoding.UTF8.GetBytes($$"""{"architecture":"amd64","os":"linux","size":{{layer}}}""");
            var content = Content(layer);
            foreach (var blob in new[] { config, content })
                await client.Upload(repository, Describe(blob), new MemoryStream(blob), log, default);
            var manifest = Image(
                Describe(config, "application/vnd.oci.image.config.v1+json"),
                Describe(content, "application/vnd.oci.image.layer.v1.tar")
            );
            await client.PutManifest(repository, tag, manifest, log, default);
            return manifest;
        });

    /// <summary>Puts an index of images there, each for a platform of its own.</summary>
    public Task<ManifestContent> PushIndex(string? tag, params ManifestContent[] images) =>
        In(async log =>
        {
            var bytes = OciJson.Write(
                new
                {
                    schemaVersion = 2,
                    mediaType = ManifestContent.IndexType,
                    manifests = images.Select(
                        (image, at) =>
                            image.Descriptor with
                            {
                                ArtifactType = null,
                                Platform = new("linux", Architectures[at]),
                            }
                    ),
                }
            );
            var index = ManifestContent.Read(Describe(bytes).Digest, null, bytes, "an index");
            await Client().PutManifest(Repository, tag, index, log, default);
            return index;
        });

    public static ManifestContent Image(Descriptor config, Descriptor layer)
    {
        var bytes = OciJson.Write(
            new
            {
                schemaVersion = 2,
                mediaType = ManifestContent.ManifestType,
                config,
                layers = new[] { layer },
            }
        );
        return ManifestContent.Read(Describe(bytes).Digest, null, bytes, "an image");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
            client.Dispose();
        await Registry.DisposeAsync();
        await harness.DisposeAsync();
    }
}
