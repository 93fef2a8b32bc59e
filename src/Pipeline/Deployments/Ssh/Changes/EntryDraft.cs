using Pipeline.Catalog;
using Pipeline.Deployments.History;
using Pipeline.Deployments.Ssh.Hosts;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Ssh.Changes;

/// <summary>What all entries of a run say.</summary>
internal static class EntryDraft
{
    /// <summary>An entry without an image.</summary>
    /// <param name="step">The service's step.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="action">What is done.</param>
    /// <param name="reason">The reason in a person's words; null for none.</param>
    public static async Task<LogEntry> Of(
        StepContext step,
        DeploymentEnvironment environment,
        DeploymentAction action,
        string? reason = null
    )
    {
        var trailers = await DeploymentDraft.Of(step, environment, action, reason);
        return new()
        {
            Time = DateTimeOffset.UtcNow,
            Action = action,
            Environment = environment.Name,
            Run = trailers.Run,
            Actor = trailers.Actor,
            Reason = trailers.Reason,
            Service = step.Service.Name,
        };
    }
}
