using System.Globalization;
using System.Net.Http.Headers;
using Pipeline.Catalog;
using Pipeline.Foundation;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Deployments.Objectives;

/// <summary>Counts events by two queries of Prometheus, or of a server with its HTTP API.</summary>
internal sealed class PrometheusSource : IEventSource
{
    private const string TenantHeader = "X-Scope-OrgID";

    private readonly PrometheusSettings settings;
    private readonly MonitoringHttp http;
    private readonly Uri query;
    private readonly string? token;

    /// <param name="settings">The server.</param>
    /// <param name="token">Sent with each request; null for none.</param>
    /// <param name="http">Disposed with this.</param>
    /// <param name="schedule">When attempts are repeated.</param>
    public PrometheusSource(PrometheusSettings settings, string? token, HttpClient http, RetrySchedule schedule)
    {
        this.settings = settings;
        this.token = token;
        this.http = new(http, $"Prometheus at {settings.Address.Authority}", schedule);
        query = new($"{settings.Address.AbsoluteUri.TrimEnd('/')}/api/v1/query");
    }

    /// <summary>Opens the server that the catalog names.</summary>
    /// <exception cref="MeasurementException">There is no token.</exception>
    public static PrometheusSource Open(PrometheusSettings settings)
    {
        var bearer = settings.TokenVariable is { } variable
            ? MonitoringSettings.Secret(variable)
                ?? throw new MeasurementException(
                    MeasurementProblem.Forbidden,
                    $"there is no token for Prometheus: set {variable}, or leave out \"prometheus.tokenVariable\" if it asks for none"
                )
            : null;
        if (bearer is not null)
            UsedRights.Tell(Right.MonitoringToken, $"{settings.Address}");
        return new(settings, bearer, MonitoringHttp.Client(settings.Address), MonitoringHttp.Usual);
    }

    /// <inheritdoc />
    public async Task<EventCount> Count(
        ObjectiveSubject subject,
        TimeSpan window,
        DateTimeOffset end,
        CancellationToken cancellation
    )
    {
        var total = await Value("total", subject.Objective.TotalQuery!);
        return new(await Value("bad", subject.Objective.BadQuery!), total);

        async Task<double> Value(string key, string pattern)
        {
            try
            {
                return await http.Ask(
                    () => Request(Fill(pattern, subject, window), end),
                    answer => PrometheusAnswer.Read(answer, settings),
                    cancellation
                );
            }
            catch (MeasurementException none) when (none.Problem == MeasurementProblem.NoSeries && key == "bad")
            {
                throw new MeasurementException(
                    MeasurementProblem.NoBadSeries,
                    $"the query for bad events over {WindowLength.Write(window)} gives no series, which is not 0: correct it, or end it with \"or vector(0)\" if errors that never occurred have no series",
                    none
                );
            }
            catch (MeasurementException unknown) when (!unknown.IsTransient)
            {
                throw new MeasurementException(
                    unknown.Problem,
                    $"the query \"{key}\" over {WindowLength.Write(window)}: {unknown.Message}",
                    unknown
                );
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private static string Fill(string pattern, ObjectiveSubject subject, TimeSpan window) =>
        pattern
            .Replace("{service}", subject.Service, StringComparison.Ordinal)
            .Replace("{environment}", subject.Environment, StringComparison.Ordinal)
            .Replace("{window}", WindowLength.Write(window), StringComparison.Ordinal);

    // Posted, as a long query does not fit into every proxy's addresses.
    private HttpRequestMessage Request(string text, DateTimeOffset end)
    {
        var time = (end.ToUnixTimeMilliseconds() / 1000m).ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, query)
        {
            Content = new FormUrlEncodedContent([new("query", text), new("time", time)]),
        };
        request.Headers.UserAgent.ParseAdd("Pipeline");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (settings.Tenant is { } tenant)
            request.Headers.Add(TenantHeader, tenant);
        return request;
    }
}
