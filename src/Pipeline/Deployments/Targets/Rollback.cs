using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Targets;

/// <summary>
/// The target <c>Rollback</c>: brings an earlier image of a service back, and pins the service so that the next bump does not undo
/// it; or takes that pin away.
/// </summary>
public static class Rollback
{
    /// <summary>Rolls a service back in the run's environment.</summary>
    /// <exception cref="StepFailedException">Nothing is deployed there, or there is nothing to go back to.</exception>
    public static Task<StepResult> Run(StepContext step, RollbackOptions options, DeploymentKinds kinds) =>
        kinds.Require(step.Environment).RollBack(step, options);
}
