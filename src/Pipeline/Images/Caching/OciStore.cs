using System.Security.Cryptography;
using Pipeline.Execution.Cache;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;
using Pipeline.Planning;

namespace Pipeline.Images.Caching;

/// <summary>A cache in a repository of an OCI registry: each entry is an artifact, with its key as tag.</summary>
internal sealed class OciStore : ICacheStore
{
    private const string EntryType = "application/vnd.pipeline.cache.entry.v1";

    private readonly IRegistrySession session;
    private readonly RegistryClient client;
    private readonly string repository;

    /// <summary>Creates it; no request is made yet.</summary>
    /// <param name="registry">The registry's host, with a port where it has one.</param>
    /// <param name="repository">
    /// The repository; it has to be there where the registry does not create it by itself.
    /// </param>
    /// <param name="kinds">Opens the registry.</param>
    public OciStore(string registry, string repository, SupportedRegistries kinds)
        : this(registry, repository, kinds, RegistryTimeouts.Default) { }

    internal OciStore(string registry, string repository, SupportedRegistries kinds, RegistryTimeouts timeouts)
    {
        this.repository = repository;
        Name = $"oci://{registry}/{repository}";
        session = kinds.Open(new(registry));
        client = new(registry, session, timeouts);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public async ValueTask<bool> Contains(ContentKey key, CancellationToken cancellation) =>
        await Try(() => client.HasArtifact(repository, key.Value, cancellation));

    /// <inheritdoc />
    public Task<Stream?> Open(ContentKey key, CancellationToken cancellation) =>
        Try(() => client.OpenArtifact(repository, key.Value, cancellation));

    /// <inheritdoc />
    public Task Save(ContentKey key, Stream entry, CancellationToken cancellation) =>
        Try(async () =>
        {
            var digest = $"sha256:{Convert.ToHexStringLower(await SHA256.HashDataAsync(entry, cancellation))}";
            entry.Position = 0;
            await client.SaveArtifact(repository, key.Value, new(EntryType, digest, entry.Length), entry, cancellation);
            return true;
        });

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await session.DisposeAsync();
    }

    private static async Task<T> Try<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception failure) when (failure is StepFailedException or HttpRequestException)
        {
            throw new CacheStoreException(failure.Message);
        }
    }
}
