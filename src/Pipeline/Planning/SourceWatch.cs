using Nuke.Common.IO;
using Pipeline.Foundation.Git;

namespace Pipeline.Planning;

/// <summary>Checks that sources are still what they were when a run began.</summary>
internal static class SourceWatch
{
    /// <summary>
    /// True where nothing at or below the paths has changed since, committed or not. What was
    /// built from other sources than its key names must not be cached.
    /// </summary>
    /// <param name="source">The sources as the run began.</param>
    /// <param name="ids">Identifies its sources.</param>
    /// <param name="paths">The sources in question.</param>
    /// <param name="cancellation">Cancels the processes.</param>
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
