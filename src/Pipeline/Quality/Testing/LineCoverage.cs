using System.Globalization;
using System.Xml.Linq;

namespace Pipeline.Quality.Testing;

/// <summary>Reads coverage where a language's tools measure lines, the nearest there is to statements.</summary>
internal static class LineCoverage
{
    /// <summary>The share of lines that ran by an LCOV report, in percent, test files left out; null where there are none.</summary>
    public static double? ReadLcov(string report)
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

    /// <summary>The share of lines that ran by Cobertura reports, in percent; null where there are none.</summary>
    public static double? ReadCobertura(IEnumerable<string> files)
    {
        var totals = files
            .Select(file => XDocument.Load(file).Root!)
            .Select(root =>
                (Valid: (int?)root.Attribute("lines-valid") ?? 0, Covered: (int?)root.Attribute("lines-covered") ?? 0)
            )
            .ToArray();
        var valid = totals.Sum(total => total.Valid);
        return valid == 0 ? null : 100.0 * totals.Sum(total => total.Covered) / valid;
    }

    // The names by which node's runner finds tests.
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
