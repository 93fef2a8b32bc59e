using System.Text.RegularExpressions;
using Pipeline.Adoption.Trees;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Services;

/// <summary>What a Dockerfile copies out of its build context, which tells the context.</summary>
/// <param name="Path">The path as it is written; it may have wildcards.</param>
/// <param name="Line">Its line.</param>
internal sealed partial record CopiedFile(string Path, int Line)
{
    /// <summary>
    /// Those of a Dockerfile; what is copied from another image, or named by a variable, is left out.
    /// </summary>
    public static ImmutableArray<CopiedFile> In(string dockerfile) =>
        [
            .. from instruction in DockerfileInstructions.Read(dockerfile)
            let copy = Copy().Match(instruction.Line)
            where copy.Success
            let words = Words(copy.Groups["rest"].Value)
            where
                !words.Any(word =>
                    word.StartsWith("--from", StringComparison.Ordinal)
                    || word.StartsWith("<<", StringComparison.Ordinal)
                )
            let paths = words.Where(word => !word.StartsWith("--", StringComparison.Ordinal)).ToArray()
            from path in paths[..^Math.Min(1, paths.Length)]
            where !path.Contains('$', StringComparison.Ordinal) && !path.Contains("://", StringComparison.Ordinal)
            select new CopiedFile(
                Within().Replace(path, "").TrimEnd('/'),
                Dockerfile.PlaceOf(dockerfile, instruction.At + copy.Index).Line
            ),
        ];

    /// <summary>True where a folder has it; wildcards match within a name.</summary>
    public bool IsIn(RepositoryTree tree, string context)
    {
        var full = RepositoryPath.Combine(context, Path);
        return Path.Contains('*', StringComparison.Ordinal) || Path.Contains('?', StringComparison.Ordinal)
            ? tree.FilesIn(RepositoryPath.Folder(full))
                .Any(name =>
                    System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(RepositoryTree.FileName(full), name)
                )
                || tree.HasFolder(RepositoryPath.Folder(full)) && RepositoryTree.FileName(full) == "*"
            : tree.HasFile(full) || tree.HasFolder(full);
    }

    // Also in the form of a JSON list.
    private static string[] Words(string rest) =>
        rest.TrimStart().StartsWith('[')
            ? [.. Quoted().Matches(rest).Select(word => word.Groups["word"].Value)]
            : [.. ShellWords.Split(rest).Select(ShellWords.Unquote)];

    [GeneratedRegex(
        @"(?<=^\s*)(COPY|ADD)\s+(?<rest>\S[\s\S]*)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Copy();

    [GeneratedRegex(@"^(\.?/)+|^\.$", RegexOptions.ExplicitCapture)]
    private static partial Regex Within();

    [GeneratedRegex(@"""(?<word>[^""]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();
}
