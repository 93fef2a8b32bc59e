using System.Text.Json;
using Pipeline.Catalog;

namespace Pipeline.Deployments.Objectives;

/// <summary>Reads the history of an objective in Datadog.</summary>
internal static class DatadogAnswer
{
    /// <summary>The events: those of a metric, else the minutes of the window.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="id">The objective's id.</param>
    /// <param name="window">The window's length.</param>
    /// <param name="settings">The site.</param>
    /// <exception cref="MeasurementException">They are unknown.</exception>
    public static EventCount Read(MonitoringAnswer answer, string id, TimeSpan window, DatadogSettings settings)
    {
        try
        {
            if (answer.Status != 200)
                throw Refusal(answer, id, settings);
            using var json = JsonDocument.Parse(answer.Body);
            return Read(json.RootElement, id, window);
        }
        catch (Exception strange)
            when (strange is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new MeasurementException(
                MeasurementProblem.Strange,
                $"api.{settings.Site} did not answer like Datadog: correct \"datadog.site\"",
                strange
            );
        }
    }

    private static EventCount Read(JsonElement root, string id, TimeSpan window)
    {
        // Errors come with the status 200, also beside numbers.
        var data = root.TryGetProperty("data", out var found) && found.ValueKind == JsonValueKind.Object ? found : root;
        foreach (var place in new[] { root, data, Property(data, "overall") })
            if (Property(place, "errors") is { ValueKind: JsonValueKind.Array } errors && errors.GetArrayLength() > 0)
                throw new MeasurementException(
                    MeasurementProblem.Incomplete,
                    $"Datadog has errors in the history of the objective {id} ({Explanation(errors[0])})"
                );

        return data.GetProperty("type").GetString() == "metric"
            ? OfMetric(data, id)
            : OfTime(data.GetProperty("overall"), id, window);
    }

    private static EventCount OfMetric(JsonElement data, string id)
    {
        var series = Property(data, "series");
        if (series.ValueKind != JsonValueKind.Object)
            throw NoData(id);
        var (good, total) = (Sum(series, "numerator"), Sum(series, "denominator"));
        return new(Math.Max(0, total - good), total);
    }

    private static double Sum(JsonElement series, string name) =>
        series.GetProperty(name).GetProperty("sum").GetDouble() is >= 0 and var sum
            ? sum
            : throw new MeasurementException(
                MeasurementProblem.Negative,
                $"Datadog gives a negative {name}: a number of events is never negative"
            );

    private static EventCount OfTime(JsonElement overall, string id, TimeSpan window) =>
        Property(overall, "sli_value") is { ValueKind: JsonValueKind.Number } value
            ? new((100 - Math.Clamp(value.GetDouble(), 0, 100)) / 100 * window.TotalMinutes, window.TotalMinutes)
            : throw NoData(id);

    private static MeasurementException NoData(string id) =>
        new(MeasurementProblem.NoSeries, $"Datadog has no data of the objective {id} in this window");

    private static JsonElement Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static MeasurementException Refusal(MonitoringAnswer answer, string id, DatadogSettings settings)
    {
        var said = Said(answer.Body);
        return answer.Status switch
        {
            400 => new(MeasurementProblem.InvalidQuery, $"Datadog does not accept the request for {id} ({said})"),
            401 or 403 => new(
                MeasurementProblem.Forbidden,
                $"Datadog does not accept the keys in {settings.ApiKeyVariable} and {settings.ApplicationKeyVariable}: they are wrong, of another site, or lack the right slos_read ({said})"
            ),
            404 => new(
                MeasurementProblem.UnknownObjective,
                $"Datadog has no objective {id}: correct \"datadog.ids\", or \"datadog.site\" ({said})"
            ),
            429 => new(MeasurementProblem.Overloaded, $"Datadog accepts no more requests for now ({said})"),
            >= 500 => new(MeasurementProblem.Overloaded, $"Datadog answered {answer.Status} ({said})"),
            _ => new(
                MeasurementProblem.Strange,
                $"api.{settings.Site} answered {answer.Status}, which is not what Datadog does: correct \"datadog.site\" ({said})"
            ),
        };
    }

    // {"errors": ["…"]}
    private static string Said(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (
                Property(json.RootElement, "errors") is { ValueKind: JsonValueKind.Array } errors
                && errors.GetArrayLength() > 0
            )
                return Explanation(errors[0]);
        }
        catch (JsonException)
        {
            // A proxy's page.
        }

        return MonitoringHttp.Short(body);
    }

    // A text, {"error": "…"}, or {"error_message": "…", "error_type": "…"}.
    private static string Explanation(JsonElement error) =>
        MonitoringHttp.Short(
            error.ValueKind == JsonValueKind.String ? error.GetString()!
            : Property(error, "error") is { ValueKind: JsonValueKind.String } text ? text.GetString()!
            : Property(error, "error_message") is { ValueKind: JsonValueKind.String } message ? message.GetString()!
            : error.ToString()
        );
}
