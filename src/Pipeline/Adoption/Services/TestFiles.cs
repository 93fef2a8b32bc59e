using System.Text.RegularExpressions;
using Pipeline.Adoption.Trees;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Services;

/// <summary>Knows files with tests by their names.</summary>
internal static partial class TestFiles
{
    /// <summary>All below a folder.</summary>
    public static IEnumerable<string> Below(RepositoryTree tree, string folder) =>
        tree.Below(folder).Where(file => Name().IsMatch(folder.Length == 0 ? file : file[(folder.Length + 1)..]));

    /// <summary>True for a test that stands beside the sources of another folder, as .NET's projects do.</summary>
    public static bool IsBeside(string folder, string file) =>
        folder.Length > 0 && RepositoryPath.Folder(file).StartsWith($"{folder}.", StringComparison.Ordinal);

    [GeneratedRegex(
        @"_test\.go$|(^|/)(test_[^/]*|[^/]*_test|tests?)\.py$|\.(test|spec)\.[cm]?[jt]sx?$|(^|/)__tests__/.*\.[cm]?[jt]sx?$|Tests?\.cs$|Tests?\.fs$|(^|/)src/test/.*\.(java|kt|groovy)$|(^|/)tests/[^/]*\.rs$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Name();
}
