using Nuke.Common.IO;
using Pipeline.Foundation.Git;

namespace Pipeline.Adoption.Trees;

/// <summary>A path that Git leaves out of commits.</summary>
/// <param name="Path">The path.</param>
/// <param name="Place">The file and line that says so.</param>
internal sealed record IgnoredPath(string Path, string Place)
{
    /// <summary>Those of some paths in a repository, whether they are there or not.</summary>
    /// <exception cref="AdoptionException">Git cannot tell.</exception>
    public static async Task<ImmutableArray<IgnoredPath>> Of(AbsolutePath root, ImmutableArray<string> paths)
    {
        if (paths.IsEmpty)
            return [];

        var ignored = await GitCommand.Try(root, ["check-ignore", "--verbose", "--", .. paths]);
        if (ignored.ExitCode > 1)
            throw new AdoptionException($"Git cannot tell what it ignores in {root}: {ignored.StandardError.Trim()}");
        // Each is "FILE:LINE:PATTERN TAB PATH"; a pattern with an exclamation mark takes its path in again.
        return
        [
            .. ignored
                .StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('\t'))
                .Select(parts => (Rule: parts[0].Split(':', 3), Path: parts[1]))
                .Where(found => found.Rule[2] is not ['!', ..])
                .Select(found => new IgnoredPath(found.Path, $"{found.Rule[0]}:{found.Rule[1]}")),
        ];
    }
}
