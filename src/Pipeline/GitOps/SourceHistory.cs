using System.Text.RegularExpressions;
using Pipeline.Planning;

namespace Pipeline.GitOps;

/// <summary>Tells builds of the sources apart by age.</summary>
internal sealed partial class SourceHistory(SourceRevision source, CancellationToken cancellation)
{
    private readonly Dictionary<string, bool> known = [];

    /// <summary>
    /// True where the tag names a commit that has this run's commit among its ancestors. A tag that names no commit, or one
    /// that this clone does not have, is not later.
    /// </summary>
    public async Task<bool> IsLater(string tag)
    {
        if (!known.TryGetValue(tag, out var later))
            known[tag] = later = Commit().IsMatch(tag) && await Descends(tag);
        return later;
    }

    private async Task<bool> Descends(string tag)
    {
        var other = await Git.Try(source.Root, ["rev-parse", "--verify", "--quiet", $"{tag}^{{commit}}"], cancellation);
        if (other.ExitCode != 0 || other.StandardOutput.Trim() == source.Commit)
            return false;

        var ancestor = await Git.Try(
            source.Root,
            ["merge-base", "--is-ancestor", source.Commit, other.StandardOutput.Trim()],
            cancellation
        );
        return ancestor.ExitCode == 0;
    }

    [GeneratedRegex("^[0-9a-f]{7,40}$")]
    private static partial Regex Commit();
}
