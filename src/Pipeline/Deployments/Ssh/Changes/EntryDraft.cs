using Pipeline.Catalog;
using Pipeline.Deployments.History;
using Pipeline.Deployments.Ssh.Hosts;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Git;

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
        var settings = await GitSettings.Read(step.Source.Root, step.Cancellation);
        var origin = RunOrigin.Current(CommitIdentity.Of(settings).Committer);
        return new()
        {
            Time = DateTimeOffset.UtcNow,
            Action = action,
            Environment = environment.Name,
            Run = origin.Run,
            Actor = origin.Actor,
            Reason = reason is null ? null : step.Redact(reason),
            Service = step.Service.Name,
        };
    }
}
