using Nuke.Common.IO;
using Pipeline.Foundation.Git;

namespace Pipeline.Planning;

/// <summary>Tells whether sources are still what they were when a run began.</summary>
public static class SourceWatch
{
    /// <summary>
    /// True where nothing at or below the paths has changed since: neither the commit, nor what differs from it. What was
    /// made of other sources than a key names must not be kept under it.
    /// </summary>
    /// <param name="source">What the run began with.</param>
    /// <param name="ids">The names of its sources.</param>
    /// <param name="paths">The sources in question.</param>
    /// <param name="cancellation">Ends the processes.</param>
    public static async Task<bool> IsUnchanged(
        SourceRevision source,
        SourceIds ids,
        ImmutableArray<AbsolutePath> paths,
        CancellationToken cancellation = default
    )
    {
        var head = GitCommand.Try(source.Root, ["rev-parse", "HEAD"], cancellation);
        var status = GitCommand.Try(
            source.Root,
            ["--literal-pathspecs", .. SourceRevision.StatusArguments, "--", .. paths.Select(path => path.ToString())],
            cancellation
        );
        await Task.WhenAll(head, status);
        if ((await head).StandardOutput.Trim() != source.Commit || (await status).ExitCode != 0)
            return false;

        var changes = SourceRevision.ParseStatus((await status).StandardOutput);
        using var now = new SourceIds(source.Root, source.Commit, changes);
        return paths.All(path => now.Of(path) == ids.Of(path));
    }
}
