using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.History;

/// <summary>What all deployments of a run say, where no commit of a GitOps repository records them.</summary>
internal static class DeploymentDraft
{
    /// <summary>A deployment without an image.</summary>
    /// <param name="step">The service's step.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="action">What is done.</param>
    /// <param name="reason">The reason in a person's words; null for none.</param>
    public static async Task<DeploymentTrailers> Of(
        StepContext step,
        DeploymentEnvironment environment,
        DeploymentAction action,
        string? reason
    )
    {
        var settings = await GitSettings.Read(step.Source.Root, step.Cancellation);
        var origin = RunOrigin.Current(CommitIdentity.Of(settings).Committer);
        return new()
        {
            Action = action,
            Environment = environment.Name,
            Run = origin.Run,
            Actor = origin.Actor,
            Reason = reason is null ? null : step.Redact(reason),
            Services = [new(step.Service.Name)],
        };
    }
}
