using System.Globalization;
using Pipeline.Catalog;

namespace Pipeline.Acceptance.LoadTests;

/// <summary>
/// What a load test must keep: the thresholds of the catalog, and what the last good run has measured.
/// </summary>
internal static class LoadRules
{
    // Locust rounds times to 10 ms from 100 ms on: a smaller difference is none.
    private const double SmallestDifference = 10;

    /// <summary>What a result violates of the catalog's thresholds, as sentences.</summary>
    public static IEnumerable<string> Violated(LoadTest test, LoadResult result)
    {
        if (result.Total.Requests == 0)
            return ["no request was made: nothing was measured"];

        var routes = result.Routes.ToLookup(route => route.Name);
        return Violated(test.Thresholds, result.Total)
            .Concat(
                test.Routes.SelectMany(wanted =>
                    routes[wanted.Key].FirstOrDefault() is { Requests: > 0 } route
                        ? Violated(wanted.Value, route)
                        : [Unasked(wanted.Key, result)]
                )
            );
    }

    /// <summary>Where a result is worse than an earlier one by more than a tolerance, as sentences.</summary>
    /// <param name="before">The earlier result.</param>
    /// <param name="now">The result.</param>
    /// <param name="tolerance">The tolerance, in percent.</param>
    public static IEnumerable<string> Worse(LoadResult before, LoadResult now, double tolerance)
    {
        var earlier = before.Routes.Prepend(before.Total).ToDictionary(route => route.Name);
        return now
            .Routes.Prepend(now.Total)
            .Where(route => earlier.ContainsKey(route.Name))
            .SelectMany(route => Worse(earlier[route.Name], route, tolerance));
    }

    private static IEnumerable<string> Violated(LoadThresholds wanted, RouteLoad route) =>
        new[]
        {
            Above(route.Name, "p50", "ms", wanted.P50, route.P50),
            Above(route.Name, "p95", "ms", wanted.P95, route.P95),
            Above(route.Name, "p99", "ms", wanted.P99, route.P99),
            Above(route.Name, "errors", "%", wanted.ErrorPercent, route.ErrorPercent),
            wanted.Rps is { } least && !(route.Rps >= least)
                ? $"{route.Name}: rps {Known(route.Rps, "")}, and at least {Number(least)} is required"
                : null,
        }.OfType<string>();

    private static string? Above(string route, string what, string unit, double? most, double? measured) =>
        most is { } allowed && !(measured <= allowed)
            ? $"{route}: {what} {Known(measured, $" {unit}")}, and at most {Number(allowed)} {unit} is allowed"
            : null;

    private static IEnumerable<string> Worse(RouteLoad before, RouteLoad now, double tolerance)
    {
        foreach (
            var (what, then, measured) in new[]
            {
                ("p50", before.P50, now.P50),
                ("p95", before.P95, now.P95),
                ("p99", before.P99, now.P99),
            }
        )
            if (measured > then * (1 + tolerance / 100) && measured >= then + SmallestDifference)
                yield return $"{now.Name}: {what} {Number(measured)} ms, and {Number(then)} ms in the last good run: more than {Number(tolerance)} % worse";
        if (now.Rps < before.Rps * (1 - tolerance / 100))
            yield return $"{now.Name}: {Number(now.Rps)} requests a second, and {Number(before.Rps)} in the last good run: more than {Number(tolerance)} % worse";
    }

    private static string Unasked(string route, LoadResult result) =>
        $"the route \"{route}\" was not requested: the script asks {(result.Routes.IsEmpty ? "no route by name" : string.Join(", ", result.Routes.Select(one => one.Name)))}";

    private static string Known(double? number, string unit) =>
        number is null ? "not known" : $"{Number(number)}{unit}";

    private static string Number(double? number) => string.Create(CultureInfo.InvariantCulture, $"{number:0.##}");
}
