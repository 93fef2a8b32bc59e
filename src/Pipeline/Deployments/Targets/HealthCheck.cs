using Pipeline.Catalog;
using Pipeline.Deployments.Health;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Targets;

/// <summary>The service must be healthy in the source environment.</summary>
internal sealed class HealthCheck(IEnvironmentHealth health) : IPromotionCheck
{
    public async Task<CheckResult> Examine(
        StepContext step,
        PromotionPath path,
        RunningImage running,
        ImageReference image
    )
    {
        var found = await health.Of(path.From, step.Service, step.Cancellation);
        var state = found.State switch
        {
            HealthState.Healthy => CheckState.Passed,
            HealthState.NotChecked => CheckState.NotChecked,
            _ => CheckState.Failed,
        };
        return new(state, $"health in {path.From.Name}: {found.Detail}");
    }
}
