using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>The keys of a run's steps, with all that they are computed from; nothing is read before the first is asked for.</summary>
/// <param name="options">What the run works on.</param>
/// <param name="folder">Where it is kept what was learnt of tools.</param>
internal sealed class CacheKeys(RunOptions options, AbsolutePath folder) : IDisposable
{
    private readonly Lazy<Computation> computation = new(() => Computation.Begin(options, folder / "tools"));

    /// <summary>The key of a step; null where it has none, so that it has to be run.</summary>
    /// <exception cref="GitException">Git does not give its objects out.</exception>
    public Task<ContentKey?> Of(StepNode node) =>
        node.Target.Inputs.IsEmpty ? Task.FromResult<ContentKey?>(null) : computation.Value.Keys.Of(node);

    /// <summary>False where a file that a service is made of has changed since the run began.</summary>
    public Task<bool> AreSourcesUnchanged(Service service, CancellationToken cancellation) =>
        SourceWatch.IsUnchanged(
            options.Source,
            computation.Value.Ids,
            computation.Value.Keys.SourcesOf(service),
            cancellation
        );

    /// <summary>Keeps what was learnt of tools.</summary>
    public void SaveTools()
    {
        if (computation.IsValueCreated)
            computation.Value.Facts.Write(folder / "tools");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (computation.IsValueCreated)
            computation.Value.Ids.Dispose();
    }

    private sealed record Computation(StepKeys Keys, SourceIds Ids, ToolFacts Facts)
    {
        public static Computation Begin(RunOptions options, AbsolutePath known)
        {
            var ids = new SourceIds(options.Source);
            var facts = ToolFacts.Read(known);
            var tools = new ToolVersions(facts, options.Platform.Root, options.SearchPath);
            return new(new(options.Platform, options.Source, ids, tools, StepKeys.OwnCode), ids, facts);
        }
    }
}
