using Nuke.Common.IO;

namespace Pipeline.Planning;

/// <summary>
/// The commit, which Git reads at once, and the changes since, which take Git longer than most of a command.
/// Usually nothing differs, so a command can start with the commit alone.
/// </summary>
/// <param name="Directory">A folder of the work tree.</param>
/// <param name="Commit">The commit, as if nothing differed from it.</param>
/// <param name="Changes">What differs from it, for <see cref="SourceRevision.Changes"/>.</param>
internal sealed record PendingSource(
    AbsolutePath Directory,
    Task<SourceRevision> Commit,
    Task<ImmutableArray<string>> Changes
)
{
    /// <summary>Asks Git for both at once.</summary>
    /// <param name="directory">A folder of the work tree.</param>
    /// <param name="assumeClean">True to compare nothing.</param>
    public static PendingSource Ask(AbsolutePath directory, bool assumeClean = false) =>
        new(
            directory,
            SourceRevision.ReadCommit(directory),
            assumeClean ? Task.FromResult(ImmutableArray<string>.Empty) : SourceRevision.ReadChanges(directory)
        );

    /// <summary>Waits for both.</summary>
    /// <exception cref="SourceException">
    /// There is no repository or no commit, or Git cannot list the changes.
    /// </exception>
    public async Task<SourceRevision> Whole() => (await Commit) with { Changes = await Changes };
}
