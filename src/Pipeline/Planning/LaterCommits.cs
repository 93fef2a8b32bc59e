using Pipeline.Foundation.Git;

namespace Pipeline.Planning;

/// <summary>The commits on this clone's branches and tags that descend from the delivered one.</summary>
internal sealed class LaterCommits
{
    private readonly ImmutableArray<string> commits;

    private LaterCommits(ImmutableArray<string> commits) => this.commits = commits;

    /// <summary>None.</summary>
    public static LaterCommits None { get; } = new([]);

    /// <summary>Reads them in a single process.</summary>
    /// <exception cref="GitException">Git's exit code was not 0.</exception>
    /// <param name="directory">A folder of the clone.</param>
    /// <param name="commit">The delivered commit.</param>
    /// <param name="cancellation">Cancels the process.</param>
    public static async Task<LaterCommits> Read(
        string directory,
        string commit,
        CancellationToken cancellation = default
    )
    {
        var found = await GitCommand.Run(
            directory,
            ["rev-list", "--ancestry-path", "--all", $"^{commit}"],
            cancellation
        );
        return new([.. found.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)]);
    }

    /// <summary>True where a tag, a full or abbreviated commit, is one of them.</summary>
    public bool Contain(string tag)
    {
        // If any name starts with the tag, it is the first one that does not sort before the tag.
        var at = commits.BinarySearch(tag, StringComparer.Ordinal);
        at = at < 0 ? ~at : at;
        return tag.Length >= 7 && at < commits.Length && commits[at].StartsWith(tag, StringComparison.Ordinal);
    }
}
