using System.Text.RegularExpressions;
using Pipeline.Adoption.Trees;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Services;

/// <summary>Reads compose files.</summary>
internal static partial class ComposeFiles
{
    /// <summary>True for a compose file by its name.</summary>
    public static bool Is(string path) => Name().IsMatch(RepositoryTree.FileName(path));

    /// <summary>The services of all of a repository; a file that cannot be read has none.</summary>
    public static ImmutableArray<ComposeService> In(RepositoryTree tree) =>
        [
            .. from path in tree.Files
            where Is(path)
            let content = tree.Content(path)
            where content is not null
            from document in ParsedFile.Of(new(path, content)).Documents.Take(1)
            from entry in ((document.Root as ManifestMap)?["services"] as ManifestMap)?.Entries ?? []
            where entry.Key is not null && entry.Value is ManifestMap
            select new ComposeService(entry.Key.Value, path, entry.Key.Line, (ManifestMap)entry.Value),
        ];

    [GeneratedRegex(@"^(docker-)?compose([-._][\w-]+)*\.ya?ml$", RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
