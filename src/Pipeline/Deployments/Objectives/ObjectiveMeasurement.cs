using System.Globalization;
using Pipeline.Foundation;

namespace Pipeline.Deployments.Objectives;

/// <summary>Measures an objective.</summary>
/// <param name="source">Counts its events.</param>
/// <param name="alerts">The burn rates that are asked for.</param>
/// <param name="end">The time at which all windows end.</param>
internal sealed class ObjectiveMeasurement(IEventSource source, ImmutableArray<BurnAlert> alerts, DateTimeOffset end)
{
    /// <summary>Measures its window, and the shorter ones of burn rates; unknown ones say why.</summary>
    public async Task<ObjectiveReport> Of(ObjectiveSubject subject, CancellationToken cancellation)
    {
        var whole = await Count(subject, subject.Objective.Window, cancellation);
        if (whole is Measurement.Unknown unknown && IsSameInEachWindow(unknown))
            return new(subject, whole, []);

        var parts = ImmutableArray.CreateBuilder<Measurement>();
        foreach (var window in Windows(subject))
            parts.Add(Dated(await Count(subject, window, cancellation), whole));
        return new(subject, Judged(subject, whole), parts.ToImmutable());
    }

    private static bool IsSameInEachWindow(Measurement.Unknown whole) =>
        whole is { IsMissingData: false } or { Problem: MeasurementProblem.NoSeries or MeasurementProblem.Unreachable };

    private IEnumerable<TimeSpan> Windows(ObjectiveSubject subject) =>
        alerts
            .Where(alert => alert.IsMeaningful(subject.Objective))
            .SelectMany(alert => new[] { alert.Long, alert.Short })
            .Distinct()
            .Order();

    private async Task<Measurement> Count(ObjectiveSubject subject, TimeSpan window, CancellationToken cancellation)
    {
        try
        {
            return new Measurement.Counted(window, await source.Count(subject, window, end, cancellation));
        }
        catch (MeasurementException unknown)
        {
            return new Measurement.Unknown(window, unknown.Problem, unknown.Message);
        }
    }

    // What was measured in the whole window, and not at its end, has ended.
    private static Measurement Dated(Measurement part, Measurement whole) =>
        part is Measurement.Unknown { Problem: MeasurementProblem.NoSeries } && whole is Measurement.Counted
            ? new Measurement.Unknown(
                part.Window,
                MeasurementProblem.Stale,
                $"nothing was measured in the last {WindowLength.Write(part.Window)}, though it was before: the service is gone or no longer scraped, or it is scraped less than twice in {WindowLength.Write(part.Window)}"
            )
            : part;

    private static Measurement Judged(ObjectiveSubject subject, Measurement whole) =>
        whole is Measurement.Counted { Events.Total: var total } && total < subject.Objective.LeastEvents
            ? new Measurement.Unknown(
                whole.Window,
                MeasurementProblem.TooFewEvents,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"there were {total:0.##} events in the last {WindowLength.Write(whole.Window)}, fewer than the {subject.Objective.LeastEvents:0.##} that {subject.Objective.Percent} % can be judged by: wait for more, or set \"leastEvents\""
                )
            )
            : whole;
}
