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
    ) => [.. await Task.WhenAll(steps.Select(step => Look(step, health, schedule)))];

    private static async Task<StepResult> Look(StepContext step, IEnvironmentHealth health, RetrySchedule schedule)
    {
        var environment = step.Environment;
        if (step.Find<ImageBump>() is not { } bump || bump.Environment != environment.Name)
            return StepResult.Skipped(
                $"no image of {step.Service.Name} was delivered to {environment.Name}: there is nothing to wait for"
            );

        try
        {
            using var pool = new HostPool(environment, schedule, step.Log.Write, step.Cancellation);
            var hosts = (await pool.Inspect([step.Service]))[0];
            var others = hosts.Where(host => host.Image?.Digest != bump.Reference.Digest).ToArray();
            if (others.Length > 0)
                return StepResult.Failed(
                    $"not at {bump.Reference.Tag}: {string.Join(", ", others.Select(host => $"{host.Host} has {host.Current ?? "nothing"}"))}"
                );

            var found = await health.Of(environment, step.Service, step.Cancellation);
            return found.State == HealthState.Healthy
                ? StepResult.PassedWith($"{bump.Reference.Tag}: {found.Detail}")
                : StepResult.Failed(found.Detail);
        }
        catch (StepFailedException failure)
        {
            return StepResult.Failed(failure.Message);
        }
    }
}
