using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Node;

/// <summary>
/// The coverage of a Node service. Test runners report the files that a test loaded; those that none did count as well,
/// with all of their lines.
/// </summary>
internal static class NodeCoverage
{
    private static readonly string[] Scripts = [".js", ".mjs", ".cjs", ".jsx"];
    private static readonly string[] TypeScript = [".ts", ".mts", ".cts", ".tsx"];

    /// <summary>
    /// The share of lines that ran, in percent, without those of tests; null where nothing was measured.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="report">The LCOV file.</param>
    public static async Task<double?> Read(StepContext step, AbsolutePath report)
    {
        if (!File.Exists(report))
            return null;

        var loaded = LcovReport
            .Read(await File.ReadAllTextAsync(report, step.Cancellation))
            .Select(file => file with { File = Within(step, file.File) })
            .ToArray();
        // Node's runner writes an empty report where it was not asked to measure.
        if (loaded.Length == 0)
            return null;

        loaded = [.. loaded.Where(file => !IsTest(file.File))];
        var known = loaded.Select(file => file.File).ToHashSet();
        var compiled = known.Select(Stem).ToHashSet();
        var unloaded = (await SourceTree.Read(step))
            .Files([.. Scripts, .. TypeScript])
            .Select(file => Within(step, file))
            .Where(file => !IsTest(file) && !IsSetting(file))
            .Where(file => !known.Contains(file) && !(IsTypeScript(file) && compiled.Contains(Stem(file))))
            .Sum(file => File.ReadLines(step.Service.Directory / file).Count());
        var all = loaded.Sum(file => file.Lines) + unloaded;
        return all == 0 ? null : 100.0 * loaded.Sum(file => file.Covered) / all;
    }

    private static bool IsTypeScript(string file) =>
        TypeScript.Any(ending => file.EndsWith(ending, StringComparison.Ordinal));

    // What a compiler keeps of a path: src/orders/list.ts becomes dist/orders/list.js, or dist/src/orders/list.js.
    private static string Stem(string file) =>
        string.Join('/', Path.ChangeExtension(file, null).Split('/').SkipWhile(IsOutput));

    private static bool IsOutput(string folder) => folder is "build" or "dist" or "lib" or "out" or "src";

    private static string Within(StepContext step, string file) =>
        Path.GetRelativePath(step.Service.Directory, Path.GetFullPath(file, step.Service.Directory)).Replace('\\', '/');

    // Declarations, and what sets tools up, are no part of the program.
    private static bool IsSetting(string file) =>
        file.EndsWith(".d.ts", StringComparison.Ordinal)
        || file.Split('/').Any(part => part[0] == '.')
        || Path.GetFileNameWithoutExtension(file).EndsWith(".config", StringComparison.Ordinal);

    // The names by which test runners find tests.
    private static bool IsTest(string file) =>
        file.Split('/')[..^1].Any(folder => folder is "test" or "tests" or "__tests__" or "__mocks__")
        || Path.GetFileNameWithoutExtension(file) is var name
            && (
                name == "test"
                || name.StartsWith("test-", StringComparison.Ordinal)
                || name.EndsWith(".test", StringComparison.Ordinal)
                || name.EndsWith(".spec", StringComparison.Ordinal)
                || name.EndsWith("-test", StringComparison.Ordinal)
                || name.EndsWith("_test", StringComparison.Ordinal)
            );
}
