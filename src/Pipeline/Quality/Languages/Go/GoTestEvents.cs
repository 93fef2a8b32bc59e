using System.Text.Json;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Go;

/// <summary>
/// Reads the events of <c>go test -json</c>: one JSON object a line, as <c>go doc test2json</c> describes them.
/// </summary>
internal static class GoTestEvents
{
    private sealed record Event(string Action, string? Package, string? Test, string? Output);

    /// <summary>The text that Go writes without <c>-json</c>; null for events without text.</summary>
    public static string? Text(string line) => Parse(line) is { } found ? found.Output?.TrimEnd('\n') : line;

    /// <summary>What the compiler said.</summary>
    public static string BuildOutput(string output) =>
        string.Concat(
            output
                .Split('\n')
                .Select(Parse)
                .Where(found => found?.Action == "build-output")
                .Select(found => found!.Output)
        );

    /// <summary>
    /// Counts tests. A test with subtests is not counted beside them; one that began and never ended has failed.
    /// </summary>
    public static TestReport Read(string output)
    {
        var ends = new Dictionary<(string Package, string Test), string>();
        foreach (var line in output.Split('\n'))
            if (Parse(line) is { Test: { } test, Action: "run" or "pass" or "fail" or "skip" } found)
                ends[(found.Package ?? "", test)] = found.Action;

        var groups = Groups(ends.Keys);
        var failed = ends.Where(end => end.Value is "fail" or "run").Select(end => end.Key).ToArray();
        // A test that failed though none of its subtests did is named too.
        var explained = Groups(failed);
        return new(
            ends.Count(end => end.Value == "pass" && !groups.Contains(end.Key)),
            ends.Count(end => end.Value == "skip"),
            [.. failed.Where(key => !explained.Contains(key)).Select(key => key.Test)]
        );
    }

    // A subtest's name is that of its test, a slash, and its own.
    private static HashSet<(string Package, string Test)> Groups(IEnumerable<(string Package, string Test)> tests) =>
        [
            .. tests.SelectMany(key =>
                Enumerable
                    .Range(0, key.Test.Length)
                    .Where(index => key.Test[index] == '/')
                    .Select(index => (key.Package, key.Test[..index]))
            ),
        ];

    private static Event? Parse(string line)
    {
        if (!line.StartsWith('{'))
            return null;
        try
        {
            return JsonSerializer.Deserialize<Event>(line);
        }
        catch (JsonException)
        {
            // A test may print a brace at the start of a line.
            return null;
        }
    }
}
