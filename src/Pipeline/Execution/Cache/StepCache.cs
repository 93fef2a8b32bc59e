using System.Globalization;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Execution.Graph;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Git;
using Pipeline.Foundation.Secrets;
using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>Replays the results of equal steps, and caches those of steps that pass.</summary>
internal sealed class StepCache : IAsyncDisposable
{
    private readonly AbsolutePath artifacts;
    private readonly AbsolutePath folder;
    private readonly Handover handover;
    private readonly Redaction redaction;
    private readonly CacheWarnings warnings;
    private readonly LayeredStore store;
    private readonly CacheKeys keys;
    private readonly Lazy<Stamps> stamps;

    /// <param name="scope">What the run works on.</param>
    /// <param name="cache">Where results are kept.</param>
    /// <param name="ahead">The keys of its steps, where they were started ahead; disposed with this.</param>
    /// <param name="handover">What steps hand over.</param>
    /// <param name="redaction">Knows the secrets.</param>
    /// <param name="warn">Takes warnings about the cache.</param>
    public StepCache(
        IRunScope scope,
        CacheOptions cache,
        CacheKeys? ahead,
        Handover handover,
        Redaction redaction,
        Action<string> warn
    )
    {
        artifacts = scope.Artifacts;
        folder = cache.Local.Folder;
        this.handover = handover;
        this.redaction = redaction;
        warnings = new(warn);
        store = new(cache, warnings);
        keys = ahead ?? new(scope, folder);
        stamps = new(() => Stamps.Read(folder / "stamps"));
    }

    /// <summary>The replayed end of a step; null where it must run.</summary>
    public async Task<Step?> Replay(StepNode node, StepContext context, CancellationToken cancellation)
    {
        var started = DateTimeOffset.UtcNow;
        if (await KeyOf(node) is not { } key)
            return null;

        try
        {
            await using var entry = await store.Open(key, cancellation);
            return entry is not null && await Replay(node, context, key, entry, cancellation) is { } result
                ? new(context.Key, result, started, DateTimeOffset.UtcNow - started)
                : null;
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            warnings.Once(
                CacheTrouble.Damage,
                $"the cached result of {context.Key} is not used, and the step runs: {damage.Message}"
            );
            store.Remove(key);
            return null;
        }
    }

    /// <summary>Caches the result of a passed step.</summary>
    public async Task Keep(StepNode node, StepContext context, Step step)
    {
        if (step.Result.Status != StepStatus.Passed || await KeyOf(node) is not { } key)
            return;
        try
        {
            if (await keys.AreSourcesUnchanged(context.Service, context.Cancellation))
                await Keep(node, context, step, key);
            else
                warnings.Once(CacheTrouble.Change, $"{context.Key} is not cached: its sources changed while it ran");
        }
        catch (StrayOutputException stray)
        {
            warnings.Once(CacheTrouble.Outputs, $"{context.Key} is not cached: {stray.Message}");
        }
        catch (SecretInCacheException secret)
        {
            warnings.Once(CacheTrouble.Secret, $"{context.Key} is not cached: {secret.Message}");
        }
        catch (Exception failure)
            when (failure is IOException or UnauthorizedAccessException or GitException or OperationCanceledException)
        {
            warnings.Once(CacheTrouble.Store, $"{context.Key} is not cached: {failure.Message}");
        }
    }

    /// <summary>Gives up uploads to the shared store.</summary>
    public void StopSharing() => store.StopSharing();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        keys.Dispose();
        try
        {
            keys.SaveTools();
            if (stamps.IsValueCreated)
                stamps.Value.Write(folder / "stamps");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            warnings.Once(CacheTrouble.Store, $"the next run will have to read more: {failure.Message}");
        }
    }

    private async Task<ContentKey?> KeyOf(StepNode node)
    {
        try
        {
            return await keys.Of(node);
        }
        catch (Exception failure) when (failure is GitException or IOException or UnauthorizedAccessException)
        {
            warnings.Once(CacheTrouble.Keys, $"no step is replayed: {failure.Message}");
            return null;
        }
    }

    private async Task<StepResult?> Replay(
        StepNode node,
        StepContext context,
        ContentKey key,
        Stream stream,
        CancellationToken cancellation
    )
    {
        var entry = EntryFile.Read(stream);
        if (entry.Key != key.Value)
            throw new InvalidDataException("it belongs to another step");

        var folders = new StepFolders(artifacts, context.Service, node.Target.Outputs(context.Service));
        var reader = new EntryReader(stream, stamps.Value);
        if (!entry.Standing.All(file => reader.Stands(file, folders)))
            return null;

        await Restore(entry, folders, reader, cancellation);
        reader.RestoreLog(entry.Log, context.Log.File, Head(entry));
        handover.Restore(context.Key, entry.Values);
        return new(StepStatus.Cached, entry.Reason);
    }

    private static async Task Restore(
        CacheEntry entry,
        StepFolders folders,
        EntryReader reader,
        CancellationToken cancellation
    )
    {
        if (entry.Files.FirstOrDefault(file => !folders.Allow(file.Root, file.Path)) is { } outsider)
            throw new InvalidDataException($"it would write {outsider.Path}, which is not an output of the step");

        var missing = entry.Files.Where(file => !reader.Stands(file, folders[file.Root] / file.Path)).ToArray();
        if (missing.FirstOrDefault(file => !folders.IsReachedWithoutLinks(file.Root, file.Path)) is { } linked)
            throw new InvalidDataException($"it would write {linked.Path} through a link");
        var own = missing.Where(file => file.Root == CacheRoot.Service).Select(file => file.Path).ToArray();
        if (!await folders.AreIgnored(own, cancellation))
            throw new InvalidDataException($"it would write sources, such as {own[0]}");

        foreach (var file in missing)
            reader.Restore(file, folders[file.Root] / file.Path);
    }

    private async Task Keep(StepNode node, StepContext context, Step step, ContentKey key)
    {
        var outputs = node.Target.Outputs(context.Service);
        var folders = new StepFolders(artifacts, context.Service, outputs);
        var written = folders.Written(context.Outputs).ToArray();
        var left = await folders.Left(step.Started, context.Cancellation);
        var values = handover.Of(context.Key);
        store.Save(
            key,
            stream =>
            {
                var writer = new EntryWriter(stream, redaction);
                foreach (var value in values)
                    writer.Refuse(Encoding.Latin1.GetString(value.Json), value.Contract);
                var entry = new CacheEntry
                {
                    Key = key.Value,
                    Started = step.Started,
                    Duration = step.Duration,
                    Reason = step.Result.Reason is { } reason ? redaction.Apply(reason) : null,
                    Log = writer.Append(context.Log.File, CacheRoot.Artifacts, "log"),
                    Files =
                    [
                        .. written.Select(file => Append(CacheRoot.Artifacts, file)),
                        .. left.Select(file => Append(CacheRoot.Service, file)),
                    ],
                    Values = values,
                    Standing =
                    [
                        .. outputs
                            .Standing.Where(file => File.Exists(context.Service.Directory / file))
                            .Select(file => new StandingFile(
                                file,
                                EntryReader.DigestOf(context.Service.Directory / file)
                            )),
                    ],
                };
                EntryFile.WriteIndex(stream, entry);

                CachedFile Append(CacheRoot root, string path)
                {
                    var file = writer.Append(folders[root] / path, root, path);
                    stamps.Value.Note(folders[root] / path, file.Digest);
                    return file;
                }
            }
        );
    }

    private static string Head(CacheEntry entry) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"# replayed: this is what an equal step wrote on {entry.Started:yyyy-MM-dd HH:mm:ss} UTC, when it took {entry.Duration.TotalSeconds:0.0} s"
        );
}
