using Pipeline.Catalog;
using Pipeline.Deployments.Gates;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Targets;

/// <summary>A gate of the target environment must let the service pass.</summary>
internal sealed class GateCheck(OverridableGate gate) : IPromotionCheck
{
    public Task<CheckResult> Examine(
        StepContext step,
        PromotionPath path,
        RunningImage running,
        ImageReference image
    ) => gate.Examine(step, path.To);
}
