using Pipeline.Deployments.Objectives;
using Pipeline.Foundation;

namespace Pipeline.Tests.Deployments.Objectives;

/// <summary>A source whose counts a test states, by windows such as <c>1h</c>.</summary>
internal sealed class CountedEvents : IEventSource
{
    private readonly Dictionary<string, Func<EventCount>> counts = [];

    public CountedEvents With(string window, double bad, double total)
    {
        counts[window] = () => new(bad, total);
        return this;
    }

    public CountedEvents Without(string window, MeasurementProblem problem)
    {
        counts[window] = () => throw new MeasurementException(problem, $"{problem} over {window}");
        return this;
    }

    public Task<EventCount> Count(
        ObjectiveSubject subject,
        TimeSpan window,
        DateTimeOffset end,
        CancellationToken cancellation
    ) => Task.Run(counts[WindowLength.Write(window)], cancellation);

    public void Dispose() { }
}
