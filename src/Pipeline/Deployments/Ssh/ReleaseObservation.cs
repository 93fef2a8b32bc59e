using Pipeline.Catalog;
using Pipeline.Deployments.Health;
using Pipeline.Deployments.Ssh.Hosts;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ssh;

/// <summary>Sees whether hosts still run what was delivered: each of them, and healthily.</summary>
internal static class ReleaseObservation
{
    /// <summary>Looks once, as a delivery has waited for it already.</summary>
    /// <param name="steps">One for each service; at least one.</param>
    /// <param name="health">Reads the health of services.</param>
    /// <param name="schedule">When failed attempts to connect are repeated.</param>
    /// <returns>A result for each, in their order.</returns>
    public static async Task<ImmutableArray<StepResult>> Run(
        ImmutableArray<StepContext> steps,
        IEnvironmentHealth health,
        RetrySchedule schedule
    ) =>
        [
            .. await Task.WhenAll(
                steps.Select(step => SettledObservation.Look(step, health, image => Others(step, image, schedule)))
            ),
        ];

    private static async Task<string?> Others(StepContext step, ImageReference image, RetrySchedule schedule)
    {
        using var pool = new HostPool(step.Environment, schedule, step.Log.Write, step.Cancellation);
        var others = (await pool.Inspect([step.Service]))[0]
            .Where(host => host.Image?.Digest != image.Digest)
            .ToArray();
        return others.Length == 0
            ? null
            : string.Join(", ", others.Select(host => $"{host.Host} has {host.Current ?? "nothing"}"));
    }
}
