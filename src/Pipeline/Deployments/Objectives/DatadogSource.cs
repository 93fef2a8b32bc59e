using System.Globalization;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Deployments.Objectives;

/// <summary>Counts events by the history of objectives in Datadog.</summary>
internal sealed class DatadogSource : IEventSource
{
    private readonly DatadogSettings settings;
    private readonly DatadogKeys keys;
    private readonly MonitoringHttp http;
    private readonly Uri api;

    /// <param name="settings">The site.</param>
    /// <param name="keys">Sent with each request.</param>
    /// <param name="api">The address in front of <c>/api/v1</c>.</param>
    /// <param name="http">Disposed with this.</param>
    /// <param name="schedule">When attempts are repeated.</param>
    public DatadogSource(DatadogSettings settings, DatadogKeys keys, Uri api, HttpClient http, RetrySchedule schedule)
    {
        this.settings = settings;
        this.keys = keys;
        this.api = api;
        this.http = new(http, $"Datadog at {api.Authority}", schedule);
    }

    /// <summary>Opens the site that the catalog names.</summary>
    /// <exception cref="MeasurementException">A key is missing.</exception>
    public static DatadogSource Open(DatadogSettings settings)
    {
        var address = new Uri($"https://api.{settings.Site}");
        var both = new DatadogKeys(Key(settings.ApiKeyVariable), Key(settings.ApplicationKeyVariable));
        UsedRights.Tell(Right.MonitoringToken, $"{address}");
        return new(settings, both, address, MonitoringHttp.Client(address), MonitoringHttp.Usual);

        static string Key(string variable) =>
            MonitoringSettings.Secret(variable)
            ?? throw new MeasurementException(
                MeasurementProblem.Forbidden,
                $"there is no key for Datadog: set {variable}, or name another variable in the catalog's \"datadog\""
            );
    }

    /// <inheritdoc />
    public Task<EventCount> Count(
        ObjectiveSubject subject,
        TimeSpan window,
        DateTimeOffset end,
        CancellationToken cancellation
    )
    {
        var id = settings.Ids[subject.Service][subject.Objective.Name];
        return http.Ask(
            () => Request(id, end - window, end, subject.Objective.Percent),
            answer => DatadogAnswer.Read(answer, id, window, settings),
            cancellation
        );
    }

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private HttpRequestMessage Request(string id, DateTimeOffset from, DateTimeOffset to, decimal target)
    {
        var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri(
                api,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"/api/v1/slo/{Uri.EscapeDataString(id)}/history?from_ts={from.ToUnixTimeSeconds()}&to_ts={to.ToUnixTimeSeconds()}&target={target}"
                )
            )
        );
        request.Headers.UserAgent.ParseAdd("Pipeline");
        request.Headers.Add("DD-API-KEY", keys.Api);
        request.Headers.Add("DD-APPLICATION-KEY", keys.Application);
        return request;
    }
}

/// <summary>The two keys of Datadog, which must not be written anywhere.</summary>
internal sealed record DatadogKeys(string Api, string Application);
