using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.Ecs.Revisions;
using Pipeline.Deployments.Ecs.Services;
using Pipeline.Deployments.GitOps.Sources;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Ecs.Changes;

/// <summary>The delivery of a build, or the promotion of an image, to a cluster.</summary>
/// <param name="step">The service's step.</param>
/// <param name="access">The service.</param>
/// <param name="image">The image, by tag and digest.</param>
/// <param name="trailers">What its tags say, with the service's part except for the image.</param>
/// <param name="ages">Compares the image with what runs; null where its commit is unknown here.</param>
internal sealed class RevisionDelivery(
    StepContext step,
    ServiceAccess access,
    ImageReference image,
    DeploymentTrailers trailers,
    AgeComparison? ages
) : IServiceChange
{
    /// <summary>What a pin to another image means: it is left, or it refuses.</summary>
    public required Func<Decision.Pinned, StepResult> OnPin { get; init; }

    /// <summary>Why nothing may change now, as a sentence; null where it may.</summary>
    public string? Held { get; init; }

    /// <summary>True where what runs now counts as a failed change.</summary>
    public bool IsFix { get; init; }

    /// <inheritdoc />
    public async Task<ServiceDecision> Decide(RunningRevision running)
    {
        var stated = StatedRevision.Of(access, running, image, step.Platform.Root);
        var situation = Situation(running, stated);
        string[] builds = [.. situation.Builds];
        var decision = situation.Decide(
            ages is null || builds.Length == 0 ? _ => BuildAge.NotLater : await ages.Of(builds)
        );
        switch (decision)
        {
            case Decision.Change change:
                return new ServiceDecision.Register(
                    stated.Content,
                    Tags(running, stated),
                    change.Doubtful is null ? "" : $"; {change.Reason}"
                );
            case Decision.AlreadyThere there when running.IsProven:
                step.Provide(new ImageBump(access.Environment.Name, there.Place, null, image));
                return new ServiceDecision.Leave(StepResult.PassedWith(decision.Reason));
            case Decision.AlreadyThere:
                return new ServiceDecision.Continue(running.Tags!);
            case Decision.Pinned pinned:
                return new ServiceDecision.Leave(OnPin(pinned));
            case Decision.Refused:
                return new ServiceDecision.Leave(StepResult.Failed(decision.Reason));
            default:
                return new ServiceDecision.Leave(StepResult.PassedWith(decision.Reason));
        }
    }

    private Situation Situation(RunningRevision running, StatedRevision stated) =>
        new(image)
        {
            Pin = running.Tags?.Pin,
            Held = Held,
            Stated =
            [
                new(
                    running.Image,
                    $"{access.Place}, {running.Revision.Name}",
                    running.Tags?.Service.Image == image && stated.Is(running)
                )
                {
                    Build = running.SourceCommit ?? StatedImage.BuildOf(access.Service.Name, running.Image, image),
                },
            ],
        };

    private RevisionTags Tags(RunningRevision running, StatedRevision stated) =>
        new(
            trailers with
            {
                Services =
                [
                    trailers.Services[0] with
                    {
                        Image = image,
                        Reverts = IsFix && running.Tags is not null ? running.Revision.Id : null,
                    },
                ],
            }
        )
        {
            Before = running.Good,
            File = stated.Hash,
        };
}
