using Nuke.Common.IO;
using Pipeline.Foundation.Git;

namespace Pipeline.Planning.Versions;

/// <summary>
/// Where the sources of a service lay before they were moved, so that its commits from then count too.
/// </summary>
internal static class MovedFolders
{
    /// <summary>
    /// The earlier folders since a commit, in paths from the root; those that still exist are someone else's.
    /// </summary>
    /// <param name="root">The root of the work tree.</param>
    /// <param name="commit">The commit that is delivered.</param>
    /// <param name="since">The commit to go back to.</param>
    /// <param name="folders">The folders of today, in paths from the root.</param>
    /// <param name="cancellation">Cancels the processes.</param>
    /// <exception cref="GitException">Git's exit code was not 0.</exception>
    public static async Task<ImmutableArray<string>> Of(
        AbsolutePath root,
        string commit,
        string since,
        IEnumerable<string> folders,
        CancellationToken cancellation
    )
    {
        var log = await GitCommand.Run(
            root,
            [
                "-c",
                "diff.renameLimit=0",
                "log",
                "-z",
                "--find-renames",
                "--diff-filter=R",
                "--name-status",
                "--format=",
                "--no-show-signature",
                commit,
                $"^{since}",
            ],
            cancellation
        );
        var known = folders.ToHashSet(StringComparer.Ordinal);
        var earlier = new List<string>();
        // The latest commit comes first: a folder may have moved more than once.
        foreach (var (old, now) in Renames(log.Split('\0')))
            if (FolderBefore(old, now, known) is { } folder && known.Add(folder))
                earlier.Add(folder);

        var gone = ImmutableArray.CreateBuilder<string>();
        foreach (var folder in earlier)
            if ((await GitCommand.Try(root, ["cat-file", "-e", $"{commit}:{folder}"], cancellation)).ExitCode != 0)
                gone.Add(folder);
        return gone.ToImmutable();
    }

    // "R100 NUL old NUL new NUL", and more between commits.
    private static IEnumerable<(string Old, string Now)> Renames(string[] parts)
    {
        for (var at = 0; at + 2 < parts.Length; at++)
            if (parts[at].TrimStart('\n').StartsWith('R'))
                yield return (parts[++at], parts[++at]);
    }

    // services/auth/src/a.go → apps/auth/src/a.go: what lies below the folder stays the same.
    private static string? FolderBefore(string old, string now, HashSet<string> folders)
    {
        for (var slash = now.LastIndexOf('/'); slash > 0; slash = now.LastIndexOf('/', slash - 1))
            if (folders.Contains(now[..slash]) && old.EndsWith(now[slash..], StringComparison.Ordinal))
                return old[..^(now.Length - slash)];
        return null;
    }
}
