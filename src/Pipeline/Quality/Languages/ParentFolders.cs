using Nuke.Common.IO;

namespace Pipeline.Quality.Languages;

/// <summary>
/// The folders that may hold what a service shares with others, such as a lock or the root of a build.
/// </summary>
internal static class ParentFolders
{
    /// <summary>A folder, and those above it up to the repository's.</summary>
    public static IEnumerable<AbsolutePath> From(AbsolutePath folder)
    {
        for (var above = folder; above is not null; above = above.Parent)
        {
            yield return above;
            if (Path.Exists(above / ".git"))
                yield break;
        }
    }
}
