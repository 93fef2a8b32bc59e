using Pipeline.Deployments.Ecs.Services;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Ecs.Changes;

/// <summary>Releases the pin of a rollback in the tags of its revision; what runs stays.</summary>
/// <param name="access">The service.</param>
/// <param name="trailers">Who releases it, and why.</param>
internal sealed class PinTagging(ServiceAccess access, DeploymentTrailers trailers) : IServiceChange
{
    /// <inheritdoc />
    public Task<ServiceDecision> Decide(RunningRevision running) =>
        Task.FromResult<ServiceDecision>(
            running.Tags is { Pin: { } pin } tags
                ? new ServiceDecision.Record(
                    tags with
                    {
                        Released = new(DateTimeOffset.UtcNow, trailers.Run, trailers.Actor, trailers.Reason),
                    },
                    $"released, it was {pin}"
                )
                : new ServiceDecision.Leave(
                    StepResult.PassedWith($"{access.Service.Name} is not pinned in {access.Environment.Name}")
                )
        );
}
