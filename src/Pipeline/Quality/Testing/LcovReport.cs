using System.Globalization;
using Pipeline.Foundation.Failures;

namespace Pipeline.Quality.Testing;

/// <summary>The lines of a file that tests covered.</summary>
/// <param name="File">Its name, as the test runner writes it.</param>
/// <param name="Lines">How many lines it has.</param>
/// <param name="Covered">How many of them ran.</param>
internal sealed record CoveredFile(string File, int Lines, int Covered);

/// <summary>Reads LCOV, in which test runners for JavaScript and Rust report the lines that tests covered.</summary>
internal static class LcovReport
{
    /// <summary>The files of a report.</summary>
    /// <exception cref="StepFailedException">A line cannot be read.</exception>
    public static IEnumerable<CoveredFile> Read(string report)
    {
        var file = new CoveredFile("", 0, 0);
        foreach (var line in report.Split('\n').Select(line => line.TrimEnd('\r')))
            if (line.StartsWith("SF:", StringComparison.Ordinal))
                file = new(line[3..].Replace('\\', '/'), 0, 0);
            else if (line.StartsWith("LF:", StringComparison.Ordinal))
                file = file with { Lines = Number(line) };
            else if (line.StartsWith("LH:", StringComparison.Ordinal))
                file = file with { Covered = Number(line) };
            else if (line == "end_of_record")
                yield return file;
    }

    private static int Number(string line) =>
        int.TryParse(line.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new StepFailedException($"the LCOV report has a line that cannot be read: {line}");
}
