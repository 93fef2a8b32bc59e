using Pipeline.Catalog;
using Pipeline.Deployments.Health;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments;

/// <summary>
/// Sees whether what was delivered still runs, and healthily, where the delivery itself has waited for that.
/// </summary>
internal static class SettledObservation
{
    /// <summary>Looks once.</summary>
    /// <param name="step">The service's step.</param>
    /// <param name="health">Reads the health of services.</param>
    /// <param name="differs">What runs instead of an image, as the end of a sentence; null where it runs.</param>
    public static async Task<StepResult> Look(
        StepContext step,
        IEnvironmentHealth health,
        Func<ImageReference, Task<string?>> differs
    )
    {
        var environment = step.Environment;
        if (step.Find<ImageBump>() is not { } bump || bump.Environment != environment.Name)
            return StepResult.Skipped(
                $"no image of {step.Service.Name} was delivered to {environment.Name}: there is nothing to wait for"
            );

        try
        {
            if (await differs(bump.Reference) is { } others)
                return StepResult.Failed($"not at {bump.Reference.Tag}: {others}");

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
