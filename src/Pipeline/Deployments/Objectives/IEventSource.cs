using Pipeline.Catalog;

namespace Pipeline.Deployments.Objectives;

/// <summary>Counts the events that objectives are about.</summary>
internal interface IEventSource : IDisposable
{
    /// <summary>Counts the events of a window.</summary>
    /// <param name="subject">The objective of a service in an environment.</param>
    /// <param name="window">The window's length.</param>
    /// <param name="end">The window's end.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="MeasurementException">They are unknown.</exception>
    Task<EventCount> Count(
        ObjectiveSubject subject,
        TimeSpan window,
        DateTimeOffset end,
        CancellationToken cancellation
    );
}

/// <summary>An objective of a service in an environment.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Environment">The environment's name.</param>
/// <param name="Objective">The objective.</param>
internal sealed record ObjectiveSubject(string Service, string Environment, Objective Objective);
