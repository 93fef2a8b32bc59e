using Pipeline.Foundation.Git;

namespace Pipeline.Planning;

/// <summary>The commits of this clone's branches and tags that come after the one that is delivered.</summary>
public sealed class LaterCommits
{
    private readonly ImmutableArray<string> commits;

    private LaterCommits(ImmutableArray<string> commits) => this.commits = commits;

    /// <summary>Reads them; a single process, however many there are.</summary>
    /// <exception cref="GitException">Git answered with an exit code other than 0.</exception>
    /// <param name="directory">A folder of the clone.</param>
    /// <param name="commit">The commit that is delivered.</param>
    /// <param name="cancellation">Ends the process.</param>
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

    /// <summary>True where a tag, which is a commit's name or its beginning, is one of them.</summary>
    public bool Contain(string tag)
    {
        // The first name that does not sort before the tag is the one that begins with it, if any does.
        var at = commits.BinarySearch(tag, StringComparer.Ordinal);
        at = at < 0 ? ~at : at;
        return tag.Length >= 7 && at < commits.Length && commits[at].StartsWith(tag, StringComparison.Ordinal);
    }
}
