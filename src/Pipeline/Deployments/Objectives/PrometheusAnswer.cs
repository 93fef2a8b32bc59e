using System.Globalization;
using System.Text.Json;
using Pipeline.Catalog;

namespace Pipeline.Deployments.Objectives;

/// <summary>Reads the one number that a query of Prometheus gives.</summary>
internal static class PrometheusAnswer
{
    /// <summary>The number.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="settings">The server.</param>
    /// <exception cref="MeasurementException">There is none.</exception>
    public static double Read(MonitoringAnswer answer, PrometheusSettings settings)
    {
        try
        {
            if (answer.Status != 200)
                throw Refusal(answer, settings);
            using var json = JsonDocument.Parse(answer.Body);
            return Read(json.RootElement);
        }
        catch (Exception strange)
            when (strange
                    is JsonException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or IndexOutOfRangeException
            )
        {
            throw new MeasurementException(
                MeasurementProblem.Strange,
                $"what answers at {settings.Address} is not Prometheus: correct \"prometheus.url\", or let its proxy forward /api/v1",
                strange
            );
        }
    }

    private static double Read(JsonElement root)
    {
        if (root.GetProperty("status").GetString() != "success")
            throw new JsonException("the status is not success");
        if (root.TryGetProperty("warnings", out var warnings) && warnings.GetArrayLength() > 0)
            throw new MeasurementException(
                MeasurementProblem.Incomplete,
                $"Prometheus warns that the result may be incomplete ({MonitoringHttp.Short($"{warnings[0]}")})"
            );

        var data = root.GetProperty("data");
        var type = data.GetProperty("resultType").GetString();
        return type switch
        {
            "vector" => Value(data.GetProperty("result")),
            "scalar" => throw new MeasurementException(
                MeasurementProblem.Scalar,
                "it gives a scalar, which is there also where nothing is measured: leave out scalar(…), and write a query for a vector"
            ),
            _ => throw new MeasurementException(
                MeasurementProblem.OtherResult,
                $"it gives a {type} and not a vector: write a query for one number, such as sum(increase(requests_total[{{window}}]))"
            ),
        };
    }

    private static double Value(JsonElement vector) =>
        vector.GetArrayLength() switch
        {
            0 => throw new MeasurementException(
                MeasurementProblem.NoSeries,
                "it gives no series: nothing of that name and these labels is measured"
            ),
            1 when vector[0].TryGetProperty("value", out var value) => Number(value[1].GetString()!),
            1 => throw new MeasurementException(
                MeasurementProblem.OtherResult,
                "it gives a histogram and not a number: ask for its count, by histogram_count(…)"
            ),
            var several => throw new MeasurementException(
                MeasurementProblem.SeveralSeries,
                $"it gives {several} series, none of which is all of them: put sum(…) around it"
            ),
        };

    private static double Number(string text) =>
        text switch
        {
            "NaN" => throw new MeasurementException(
                MeasurementProblem.NotANumber,
                "it gives NaN, as 0 divided by 0 does: ask for numbers of events, not for a share"
            ),
            "+Inf" or "-Inf" => throw new MeasurementException(
                MeasurementProblem.Infinite,
                $"it gives {text}, as a division by 0 does: ask for numbers of events, not for a share"
            ),
            _ when !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
                throw new JsonException("the value is not a number"),
            ['-', ..] when double.Parse(text, CultureInfo.InvariantCulture) < 0 => throw new MeasurementException(
                MeasurementProblem.Negative,
                $"it gives {text}: a number of events is never negative"
            ),
            _ => double.Parse(text, CultureInfo.InvariantCulture),
        };

    private static MeasurementException Refusal(MonitoringAnswer answer, PrometheusSettings settings)
    {
        var said = Explanation(answer.Body);
        return answer.Status switch
        {
            400 => new(MeasurementProblem.InvalidQuery, $"Prometheus does not accept it ({said})"),
            422 => new(MeasurementProblem.FailedQuery, $"Prometheus cannot evaluate it ({said})"),
            401 or 403 => new(
                MeasurementProblem.Forbidden,
                settings.TokenVariable is { } variable
                    ? $"Prometheus does not accept the token in {variable}: it is wrong, has expired, or may not query ({said})"
                    : $"Prometheus asks for a token: name the variable that holds it in \"prometheus.tokenVariable\" ({said})"
            ),
            408 or 429 or >= 500 => new(
                MeasurementProblem.Overloaded,
                $"Prometheus at {settings.Address.Authority} answered {answer.Status} ({said})"
            ),
            _ => new(
                MeasurementProblem.Strange,
                $"{settings.Address} answered {answer.Status}, which is not what Prometheus does: correct \"prometheus.url\" ({said})"
            ),
        };
    }

    // {"status": "error", "errorType": "bad_data", "error": "…"}
    private static string Explanation(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.String
            )
                return MonitoringHttp.Short(error.GetString()!);
        }
        catch (JsonException)
        {
            // A proxy's page.
        }

        return MonitoringHttp.Short(body);
    }
}
