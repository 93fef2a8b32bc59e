using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Foundation.Failures;

namespace Pipeline.Acceptance.LoadTests;

/// <summary>
/// Reads what k6 writes by <c>--summary-export</c>. Of routes it has those that the script states a threshold for, as
/// <c>http_req_duration{name:login}</c>.
/// </summary>
internal static class K6Summary
{
    private const string Durations = "http_req_duration";
    private const string Tag = "name:";

    /// <summary>The numbers of a summary.</summary>
    /// <exception cref="StepFailedException">It is none of k6.</exception>
    public static LoadResult Read(AbsolutePath file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var metrics = document
                .RootElement.GetProperty("metrics")
                .EnumerateObject()
                .ToDictionary(metric => metric.Name, metric => metric.Value);
            var routes = metrics
                .Keys.Where(name => name.StartsWith($"{Durations}{{{Tag}", StringComparison.Ordinal))
                .Select(name => name[(Durations.Length + 1 + Tag.Length)..^1]);
            return new(
                Numbers(metrics, RouteLoad.All, ""),
                [.. routes.Select(route => Numbers(metrics, route, $"{{{Tag}{route}}}"))],
                []
            );
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new StepFailedException($"the summary {file} is none of k6: {broken.Message}");
        }
    }

    private static RouteLoad Numbers(Dictionary<string, JsonElement> metrics, string name, string tags)
    {
        var times = Number(metrics, Durations + tags);
        var count = Number(metrics, "http_reqs" + tags);
        var failed = Number(metrics, "http_req_failed" + tags);
        // A route without a threshold on its count is not counted by k6, but has times.
        var requests = count("count") ?? (times("max") > 0 ? 1 : 0);
        return new(
            name,
            (long)requests,
            100 * failed("value"),
            times("med"),
            times("p(95)"),
            times("p(99)"),
            count("rate")
        );
    }

    private static Func<string, double?> Number(Dictionary<string, JsonElement> metrics, string metric) =>
        key =>
            metrics.TryGetValue(metric, out var values) && values.TryGetProperty(key, out var number)
                ? number.GetDouble()
                : null;
}
