using System.Globalization;

namespace Pipeline.Quality.Languages.Go;

/// <summary>Reads the profile of <c>go test -coverprofile</c>.</summary>
internal static class GoCoverage
{
    /// <summary>The share of statements that ran, in percent; null where there are none.</summary>
    /// <param name="profile">
    /// The text of one or more: a line <c>mode: …</c>, and then <c>file:from,to statements count</c> for each block and
    /// each package whose tests were run.
    /// </param>
    public static double? Read(string profile)
    {
        var blocks = new Dictionary<string, (int Statements, bool Ran)>();
        foreach (var line in profile.Split('\n').Where(line => line.Length > 0 && !IsHead(line)))
        {
            var parts = line.Split(' ');
            var ran = blocks.TryGetValue(parts[0], out var known) && known.Ran;
            blocks[parts[0]] = (int.Parse(parts[1], CultureInfo.InvariantCulture), ran || parts[2] != "0");
        }

        var all = blocks.Values.Sum(block => block.Statements);
        return all == 0 ? null : 100.0 * blocks.Values.Where(block => block.Ran).Sum(block => block.Statements) / all;
    }

    private static bool IsHead(string line) => line.StartsWith("mode: ", StringComparison.Ordinal);
}
