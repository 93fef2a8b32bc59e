using System.Globalization;
using Pipeline.Foundation.Failures;

namespace Pipeline.Quality.Languages.Go;

/// <summary>Reads the profile of <c>go test -coverprofile</c>.</summary>
internal static class GoCoverage
{
    /// <summary>The share of statements that ran, in percent; null where there are none.</summary>
    /// <param name="profile">
    /// The text of one or more: a line <c>mode: …</c>, and then <c>file:from,to statements count</c> for each block and
    /// each package whose tests were run.
    /// </param>
    /// <exception cref="StepFailedException">A line cannot be read.</exception>
    public static double? Read(string profile)
    {
        var blocks = new Dictionary<string, (int Statements, bool Ran)>();
        foreach (var line in profile.Split('\n').Where(line => line.Length > 0 && !IsHead(line)))
        {
            if (
                line.Split(' ') is not [var block, var number, var count]
                || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var statements)
            )
                throw new StepFailedException($"go's coverage profile has a line that is none: {line}");
            var ran = blocks.TryGetValue(block, out var known) && known.Ran;
            blocks[block] = (statements, ran || count != "0");
        }

        var all = blocks.Values.Sum(block => (long)block.Statements);
        return all == 0
            ? null
            : 100.0 * blocks.Values.Where(block => block.Ran).Sum(block => (long)block.Statements) / all;
    }

    private static bool IsHead(string line) => line.StartsWith("mode: ", StringComparison.Ordinal);
}
