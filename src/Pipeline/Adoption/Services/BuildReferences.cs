using System.Text.RegularExpressions;
using Pipeline.Adoption.Trees;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Services;

/// <summary>Finds the folders that a package of cargo, Maven or Gradle is built of, beside its own.</summary>
/// <param name="tree">The repository.</param>
internal sealed partial class BuildReferences(RepositoryTree tree)
{
    private const string Cargo = "Cargo.toml";
    private const string Maven = "pom.xml";

    private static readonly string[] Gradle = ["build.gradle", "build.gradle.kts"];
    private static readonly string[] GradleRoot = ["settings.gradle", "settings.gradle.kts"];

    private readonly Lazy<ILookup<string, string>> artifacts = new(() =>
        tree
            .Files.Where(file => RepositoryTree.FileName(file) == Maven)
            .Select(file => (Folder: RepositoryPath.Folder(file), Name: Artifact(tree.Text(file) ?? "")))
            .Where(project => project.Name is not null && project.Folder.Length > 0)
            .ToLookup(project => project.Name!, project => project.Folder)
    );

    /// <summary>The folders, each with the line that names it; what they are built of counts too.</summary>
    public IEnumerable<Evidence> NeededBy(string folder)
    {
        var found = new Dictionary<string, Evidence>();
        var left = new Queue<string>([folder]);
        while (left.TryDequeue(out var place))
            foreach (var needed in NamedBy(place))
                if (
                    needed.Fact != folder
                    && !RepositoryPath.Contains(folder, needed.Fact)
                    && found.TryAdd(needed.Fact, needed)
                )
                    left.Enqueue(needed.Fact);
        return found.Values.OrderBy(needed => needed.Fact, StringComparer.Ordinal);
    }

    private IEnumerable<Evidence> NamedBy(string folder) =>
        [
            .. In(folder, Cargo, Path(), path => Existing(RepositoryPath.Resolve(folder, path), Cargo)),
            .. In(folder, Cargo, Shared(), name => OfWorkspace(folder, name)),
            .. In(folder, Maven, Dependency(), name => artifacts.Value[name]),
            .. Gradle.SelectMany(script => In(folder, script, Project(), path => OfGradle(folder, path))),
        ];

    private IEnumerable<Evidence> In(
        string folder,
        string name,
        Regex form,
        Func<string, IEnumerable<string>> foldersOf
    ) =>
        RepositoryPath.Combine(folder, name) is var file && tree.HasFile(file) && tree.Text(file) is { } text
            ? form.Matches(text)
                .SelectMany(match =>
                    foldersOf(match.Groups["name"].Value)
                        .Select(needed => new Evidence(needed, file, LineOf(text, match.Groups["name"].Index)))
                )
            : [];

    // A workspace states the paths that its packages share.
    private IEnumerable<string> OfWorkspace(string folder, string name)
    {
        for (var above = folder; above.Length > 0; )
        {
            above = RepositoryPath.Folder(above);
            if (
                tree.Text(RepositoryPath.Combine(above, Cargo)) is { } text
                && text.Contains("[workspace.dependencies]", StringComparison.Ordinal)
            )
                return Stated()
                    .Matches(text)
                    .Where(stated => stated.Groups["name"].Value == name)
                    .SelectMany(stated => Existing(RepositoryPath.Resolve(above, stated.Groups["path"].Value), Cargo));
        }

        return [];
    }

    private IEnumerable<string> OfGradle(string folder, string path)
    {
        for (var above = folder; ; above = RepositoryPath.Folder(above))
            if (GradleRoot.Any(settings => tree.HasFile(RepositoryPath.Combine(above, settings))))
                return Existing(RepositoryPath.Resolve(above, path.Replace(':', '/')), Gradle);
            else if (above.Length == 0)
                return [];
    }

    private IEnumerable<string> Existing(string? folder, params string[] descriptions) =>
        folder is { Length: > 0 }
        && descriptions.Any(description => tree.HasFile(RepositoryPath.Combine(folder, description)))
            ? [folder]
            : [];

    // A project's own name is the one outside of its parent.
    private static string? Artifact(string text) =>
        Own().Match(Parent().Replace(text, "")) is { Success: true } own ? own.Groups["name"].Value : null;

    private static int LineOf(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(@"\bpath\s*=\s*[""'](?<name>[^""']+)")]
    private static partial Regex Path();

    [GeneratedRegex(
        @"^\s*(?<name>[\w-]+)(\.workspace\s*=\s*true|\s*=\s*\{[^}\n]*\bworkspace\s*=\s*true)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Shared();

    [GeneratedRegex(
        @"^\s*(?<name>[\w-]+)\s*=\s*\{[^}\n]*\bpath\s*=\s*[""'](?<path>[^""']+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Stated();

    [GeneratedRegex(@"<dependency>(?:(?!</dependency>)[\s\S])*?<artifactId>\s*(?<name>[^<\s]+)")]
    private static partial Regex Dependency();

    [GeneratedRegex(@"<parent>[\s\S]*?</parent>")]
    private static partial Regex Parent();

    [GeneratedRegex(@"<artifactId>\s*(?<name>[^<\s]+)")]
    private static partial Regex Own();

    [GeneratedRegex(@"\bproject\(\s*[""'](?<name>:[\w:.-]+)[""']")]
    private static partial Regex Project();
}
