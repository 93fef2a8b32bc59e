using Nuke.Common.IO;

namespace Pipeline.Adoption.Trees;

/// <summary>A repository that is looked at: its files, and what Git says of it.</summary>
/// <param name="Tree">The files.</param>
/// <param name="Origin">What Git says.</param>
internal sealed record AdoptedRepository(RepositoryTree Tree, RepositoryOrigin Origin)
{
    /// <summary>Reads a repository.</summary>
    /// <exception cref="AdoptionException">It is none, or cannot be read.</exception>
    public static async Task<AdoptedRepository> Read(AbsolutePath root)
    {
        // Git looks at every file for each.
        var (tree, origin) = (RepositoryTree.Read(root), RepositoryOrigin.Read(root));
        return new(await tree, await origin);
    }
}
