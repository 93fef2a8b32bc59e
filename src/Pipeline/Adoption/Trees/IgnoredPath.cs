using Nuke.Common.IO;
using Pipeline.Foundation.Git;

namespace Pipeline.Adoption.Trees;

/// <summary>A path that Git leaves out of commits.</summary>
/// <param name="Path">The path.</param>
/// <param name="Place">The file and line that says so.</param>
internal sealed record IgnoredPath(string Path, string Place)
{
    /// <summary>Those of some paths in a repository, whether they are there or not.</summary>
    public static async Task<ImmutableArray<IgnoredPath>> Of(AbsolutePath root, IEnumerable<string> paths)
    {
        var ignored = await GitCommand.Try(root, ["check-ignore", "--verbose", "--", .. paths]);
        return
        [
            .. ignored
                .StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('\t'))
                .Select(parts => new IgnoredPath(parts[1], string.Join(':', parts[0].Split(':')[..2]))),
        ];
    }
}
