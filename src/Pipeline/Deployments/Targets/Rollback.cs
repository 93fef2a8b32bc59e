using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Targets;

/// <summary>
/// The target <c>Rollback</c>: rolls a service back to an earlier image, and pins it so that the next bump does not
/// undo that; or releases the pin.
/// </summary>
internal static class Rollback
{
    /// <summary>Rolls a service back in the run's environment.</summary>
    /// <exception cref="StepFailedException">
    /// Nothing is deployed there, there is nothing to roll back to, or a secret stands in the reason.
    /// </exception>
    public static Task<StepResult> Run(StepContext step, RollbackOptions options, SupportedDeployments kinds)
    {
        step.RefuseSecrets(options.Reason ?? "", "the reason");
        return kinds.Require(step.Environment).RollBack(step, options);
    }
}
