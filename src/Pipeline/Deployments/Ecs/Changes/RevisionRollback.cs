using Pipeline.Deployments.Ecs.Revisions;
using Pipeline.Deployments.Ecs.Services;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images;

namespace Pipeline.Deployments.Ecs.Changes;

/// <summary>The rollback of a service in its cluster to an earlier revision, where it is pinned.</summary>
/// <param name="step">The service's step.</param>
/// <param name="access">The service.</param>
/// <param name="to">The tag or source commit to roll back to; null for the last image that was not reverted.</param>
/// <param name="trailers">What its tags say, without the image.</param>
internal sealed class RevisionRollback(StepContext step, ServiceAccess access, string? to, DeploymentTrailers trailers)
    : IServiceChange
{
    /// <inheritdoc />
    public async Task<ServiceDecision> Decide(RunningRevision running)
    {
        var (_, records) = await ClusterReader.Read(access, step.Platform.Root);
        var earlier = new EarlierImages(
            [.. records.Where(record => record.Service.Image is not null)],
            image => image == running.Image,
            $"{access.Service.Name} in {access.Environment.Name}"
        );
        var target = earlier.Find(to);
        var image = target.Service.Image!;
        if (running.Image == image && running.Tags?.Pin is { } pin)
            return running.IsProven
                ? new ServiceDecision.Leave(StepResult.PassedWith($"already at {image.Tag}, {pin}"))
                : new ServiceDecision.Continue(running.Tags);
        if (!await RegistryImages.Holds(step, access.Environment, image))
            throw new StepFailedException(
                $"{image.Name} does not hold {image.Digest} any more, so ECS could not start it: roll back to another one, or push it again"
            );

        var revision = (await access.Revisions(running.Revision.Family)).First(one => one.Id == target.Commit);
        return new ServiceDecision.Register(
            revision.Content,
            new(
                trailers with
                {
                    Services =
                    [
                        target.Service with
                        {
                            Reverts = running.Tags is null ? null : running.Revision.Id,
                            Overrides = null,
                        },
                    ],
                }
            )
            {
                Before = running.Good,
                File = revision.Tags?.File,
            },
            $", and pinned there: Bump and Promote leave it until \"Rollback --release --service {access.Service.Name} --environment {access.Environment.Name}\""
        );
    }
}
