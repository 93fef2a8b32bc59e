using System.Text.RegularExpressions;
using Pipeline.Adoption.Trees;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Services;

/// <summary>Knows files with tests by their names, and Rust's by their content.</summary>
internal static partial class TestFiles
{
    /// <summary>All below a folder.</summary>
    public static IEnumerable<string> Below(RepositoryTree tree, string folder) =>
        tree.Below(folder)
            .Where(file =>
                Name().IsMatch(folder.Length == 0 ? file : file[(folder.Length + 1)..]) || HasTestsInside(tree, file)
            );

    // Rust's stand among the sources.
    private static bool HasTestsInside(RepositoryTree tree, string file) =>
        file.EndsWith(".rs", StringComparison.Ordinal) && TestOfRust().IsMatch(tree.Text(file) ?? "");

    /// <summary>
    /// All in folders beside one, whose names go on where its name ends, as those of .NET's projects do.
    /// </summary>
    public static IEnumerable<string> Beside(RepositoryTree tree, string folder) =>
        folder.Length == 0
            ? []
            : tree.StartingWith($"{folder}.")
                .Where(file => file.IndexOf('/', folder.Length) > 0 && Name().IsMatch(RepositoryTree.FileName(file)));

    [GeneratedRegex(
        @"_test\.go$|(^|/)(test_[^/]*|[^/]*_test|tests?)\.py$|\.(test|spec)\.[cm]?[jt]sx?$|(^|/)__tests__/.*\.[cm]?[jt]sx?$|Tests?\.cs$|Tests?\.fs$|(^|/)src/test/.*\.(java|kt|groovy)$|(^|/)tests/[^/]*\.rs$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Name();

    [GeneratedRegex(@"#\[([\w:]+::)?test\b")]
    private static partial Regex TestOfRust();
}
