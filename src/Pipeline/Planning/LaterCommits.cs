namespace Pipeline.Planning;

/// <summary>The commits of this clone's branches and tags that come after the one that is delivered.</summary>
public sealed class LaterCommits
{
    private readonly ImmutableArray<string> commits;

    private LaterCommits(ImmutableArray<string> commits) => this.commits = commits;

    /// <summary>Reads them; a single process, however many there are.</summary>
    /// <exception cref="GitException">Git answered with an exit code other than 0.</exception>
    public static async Task<LaterCommits> Read(SourceRevision source, CancellationToken cancellation = default)
    {
        var found = await Git.Run(
            source.Root,
            ["rev-list", "--ancestry-path", "--all", $"^{source.Commit}"],
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
