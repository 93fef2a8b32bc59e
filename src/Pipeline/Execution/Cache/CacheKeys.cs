using Nuke.Common.Execution;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Graph;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Git;
using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>The keys of a run's steps, and their inputs; nothing is read before the first key is needed.</summary>
internal sealed class CacheKeys : IDisposable
{
    private readonly IRunScope scope;
    private readonly AbsolutePath folder;
    private readonly Lazy<Computation> computation;
    private readonly CancellationTokenSource end = new();
    private Task ahead = Task.CompletedTask;

    /// <param name="scope">What the run works on.</param>
    /// <param name="folder">The folder that caches the versions of tools.</param>
    internal CacheKeys(IRunScope scope, AbsolutePath folder)
    {
        this.scope = scope;
        this.folder = folder;
        computation = new(() => Computation.Begin(scope, folder / "tools"));
    }

    /// <summary>
    /// Starts to compute the inputs of a run's keys while other work is done; null where the run has no keys.
    /// </summary>
    /// <param name="scope">The scope of the run.</param>
    /// <param name="cache">Where its results would be cached; null where every step runs.</param>
    /// <param name="plan">The targets of the run.</param>
    public static CacheKeys? Ahead(IRunScope scope, CacheOptions? cache, IReadOnlyCollection<ExecutableTarget> plan)
    {
        var targets = plan.ToLookup(target => DeclaredTargets.Find(target.Name) is not null);
        // Targets without steps that run first, such as Setup, may change inputs of keys.
        return targets[false].Any(target => target.Actions.Count > 0)
            ? null
            : Ahead(scope, cache, targets[true].Select(target => DeclaredTargets.Find(target.Name)!));
    }

    internal static CacheKeys? Ahead(IRunScope scope, CacheOptions? cache, IEnumerable<ServiceTarget> targets)
    {
        if (cache is null)
            return null;

        var inputs = targets.SelectMany(target => target.Inputs).Distinct().ToArray();
        var keys = new CacheKeys(scope, cache.Local.Folder);
        if (inputs.Length > 0)
            keys.ahead = Task.Run(() =>
                keys.computation.Value.Keys.Begin(inputs, scope.Selected.OfType<Service>(), keys.end.Token)
            );
        return keys;
    }

    /// <summary>The key of a step; null where it has none and must run.</summary>
    /// <exception cref="GitException">Git cannot read its objects.</exception>
    internal Task<ContentKey?> Of(StepNode node) =>
        node.Target.Inputs.IsEmpty ? Task.FromResult<ContentKey?>(null) : computation.Value.Keys.Of(node);

    /// <summary>False where a source of a service has changed since the run began.</summary>
    internal Task<bool> AreSourcesUnchanged(Service service, CancellationToken cancellation) =>
        SourceWatch.IsUnchanged(
            scope.Source,
            computation.Value.Ids,
            computation.Value.Keys.SourcesOf(service),
            cancellation
        );

    /// <summary>Saves the versions of tools.</summary>
    internal void SaveTools()
    {
        if (computation.IsValueCreated)
            computation.Value.Facts.Write(folder / "tools");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        end.Cancel();
        Task.WhenAny(ahead).Wait();
        end.Dispose();
        if (computation.IsValueCreated)
            computation.Value.Ids.Dispose();
    }

    private sealed record Computation(StepCacheKeys Keys, SourceIds Ids, KnownTools Facts)
    {
        public static Computation Begin(IRunScope scope, AbsolutePath known)
        {
            var ids = new SourceIds(scope.Source);
            var facts = KnownTools.Read(known);
            var tools = new ToolVersions(facts, scope.Platform.Root, scope.SearchPath.Value);
            return new(new(scope.Platform, scope.Source, ids, tools, OwnCode.Id), ids, facts);
        }
    }
}
