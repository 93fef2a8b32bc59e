using System.Xml.Linq;

namespace Pipeline.Quality.Languages.Python;

/// <summary>
/// The files whose tests pytest could not collect, which are no failed tests: none of their tests ran.
/// </summary>
internal static class PytestCollection
{
    private const int MostNamed = 3;

    /// <summary>A sentence with them and their errors; null where all were collected.</summary>
    /// <param name="report">The JUnit report.</param>
    public static string? Problem(string report)
    {
        var broken = XDocument
            .Parse(report)
            .Descendants("testcase")
            .Select(test => (Name: (string?)test.Attribute("name"), Error: test.Element("error")))
            .Where(each => (string?)each.Error?.Attribute("message") == "collection failure")
            .Select(each => $"{each.Name} ({Reason(each.Error!.Value)})")
            .ToArray();
        return broken.Length == 0
            ? null
            : $"pytest cannot load {string.Join(", ", broken.Take(MostNamed))}{(broken.Length > MostNamed ? $" and {broken.Length - MostNamed} more" : "")}: no test of it ran";
    }

    // Lines of the error itself begin with an E.
    private static string Reason(string trace) =>
        trace.Split('\n').LastOrDefault(line => line.StartsWith("E  ", StringComparison.Ordinal))?[1..].Trim()
        ?? trace.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault("unknown error").Trim();
}
