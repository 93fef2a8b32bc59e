using System.Globalization;

namespace Pipeline.Quality.Languages.Node;

/// <summary>Reads LCOV, in which node's test runner reports the lines that tests covered.</summary>
internal static class LcovReport
{
    /// <summary>The share of lines that ran, in percent, without those of test files; null where there are none.</summary>
    public static double? Read(string report)
    {
        var (found, hit) = (0, 0);
        var isTest = false;
        foreach (var line in report.Split('\n'))
        {
            if (line.StartsWith("SF:", StringComparison.Ordinal))
                isTest = IsTest(line[3..].Replace('\\', '/'));
            else if (!isTest && line.StartsWith("LF:", StringComparison.Ordinal))
                found += int.Parse(line.AsSpan(3), CultureInfo.InvariantCulture);
            else if (!isTest && line.StartsWith("LH:", StringComparison.Ordinal))
                hit += int.Parse(line.AsSpan(3), CultureInfo.InvariantCulture);
        }

        return found == 0 ? null : 100.0 * hit / found;
    }

    // The names by which the runner finds tests.
    private static bool IsTest(string file) =>
        file.Split('/')[..^1].Contains("test")
        || Path.GetFileNameWithoutExtension(file) is var name
            && (
                name == "test"
                || name.StartsWith("test-", StringComparison.Ordinal)
                || name.EndsWith(".test", StringComparison.Ordinal)
                || name.EndsWith("-test", StringComparison.Ordinal)
                || name.EndsWith("_test", StringComparison.Ordinal)
            );
}
