using System.Text.RegularExpressions;

namespace Pipeline.Adoption.Trees;

/// <summary>Knows Dockerfiles by their names.</summary>
internal static partial class DockerfileNames
{
    /// <summary>
    /// True for a Dockerfile; false for what only bears its name, such as <c>Dockerfile.dockerignore</c>.
    /// </summary>
    public static bool Is(string path) => Name().IsMatch(RepositoryTree.FileName(path));

    /// <summary>What a name says beside that, such as <c>dev</c> in <c>Dockerfile.dev</c>; empty for nothing.</summary>
    public static string Suffix(string path) => Name().Match(RepositoryTree.FileName(path)).Groups["suffix"].Value;

    [GeneratedRegex(
        @"^((Dockerfile|dockerfile|Containerfile)([-._](?<suffix>(?!dockerignore$)[A-Za-z0-9_-]+))?|(?<suffix>[A-Za-z0-9_-]+)\.([Dd]ockerfile))$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Name();
}
