using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Audit;

/// <summary>The environments that a run audits, read once.</summary>
/// <param name="All">Each of them.</param>
internal sealed record AuditedEnvironments(ImmutableArray<EnvironmentSnapshot> All)
{
    /// <summary>The snapshots of a run, which audits the same environments in all of its steps.</summary>
    public static Task<AuditedEnvironments> Of(
        StepContext step,
        ImmutableArray<DeploymentEnvironment> environments,
        SupportedDeployments kinds
    ) =>
        step.Shared(async cancellation => new AuditedEnvironments(
            await kinds.Read(environments, new(step.Platform, step.Artifacts) { Log = step.Log.Write }, cancellation)
        ));
}
