using Nuke.Common.IO;
using Pipeline.Aws.Ecs;
using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.Ecs.Changes;
using Pipeline.Deployments.Ecs.Rollouts;
using Pipeline.Deployments.Ecs.Services;
using Pipeline.Deployments.GitOps.Sources;
using Pipeline.Deployments.Health;
using Pipeline.Deployments.History;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.Ecs;

/// <summary>
/// Deployments to Amazon ECS: each image becomes a revision of the task definition that a service in a cluster runs.
/// </summary>
public sealed class EcsDeployment : IDeployment
{
    /// <inheritdoc />
    public DeploymentKind Kind => DeploymentKind.Ecs;

    /// <inheritdoc />
    public IEnvironmentHealth Health => new ClusterHealth(Open);

    /// <summary>Opens ECS in a region.</summary>
    internal Func<string, EcsSession> Open { get; init; } = EcsSession.Open;

    /// <summary>How often ECS is asked about a deployment.</summary>
    internal RolloutPace Pace { get; init; } = new();

    /// <inheritdoc />
    public async Task<ImmutableArray<StepResult>> Deliver(ImmutableArray<Delivery> deliveries) =>
        [.. await Task.WhenAll(deliveries.Select(Deliver))];

    /// <inheritdoc />
    public Task<IForecast> Foresee(
        Platform platform,
        DeploymentEnvironment environment,
        AbsolutePath artifacts,
        Func<string, bool>? holdsSecret = null,
        CancellationToken cancellation = default
    ) =>
        Task.FromResult<IForecast>(
            new UnreadForecast($"the cluster of {environment.Name} knows what it runs, and was not asked")
        );

    /// <inheritdoc />
    public async Task<ImmutableArray<StepResult>> Observe(ImmutableArray<StepContext> steps) =>
        [
            .. await Task.WhenAll(
                steps.Select(step => SettledObservation.Look(step, Health, image => Other(step, image)))
            ),
        ];

    /// <inheritdoc />
    public async Task<RunningImage> Running(StepContext step, DeploymentEnvironment environment)
    {
        using var session = Open(environment.Ecs!.Region);
        var (state, _) = await ClusterReader.Read(Access(session, step, environment), step.Platform.Root);
        if (state.Problem is { } problem)
            throw new StepFailedException($"what {environment.Name} runs is doubtful: {problem}");
        return state.Image is { } image && ExactImage.Is(image)
            ? new(image, state.Place!, state.Deployment, VersionTag.RevisionOf(step.Service.Name, image.Tag))
            : throw new StepFailedException(
                $"{environment.Name} runs no image of {step.Service.Name} that was delivered: deliver a build there first"
            );
    }

    /// <inheritdoc />
    public async Task<StepResult> Promote(StepContext step, ImagePromotion promotion)
    {
        var to = promotion.Path.To;
        var delivered = promotion.Running.Deployment?.Service;
        var trailers = await DeploymentDraft.Of(step, to, DeploymentAction.Promote, promotion.Options.Reason);
        using var session = Open(to.Ecs!.Region);
        var access = Access(session, step, to);
        return await Writer(step, access)
            .Write(
                new RevisionDelivery(
                    step,
                    access,
                    promotion.Image,
                    trailers with
                    {
                        From = promotion.Path.From.Name,
                        Services =
                        [
                            trailers.Services[0] with
                            {
                                SourceCommit = delivered?.SourceCommit,
                                SourceTime = delivered?.SourceTime,
                                Overrides = CheckResult.OverriddenIn(promotion.Checks),
                            },
                        ],
                    },
                    await AgeComparison.Of(step, to, promotion.Running)
                )
                {
                    IsFix = promotion.Options.IsFix,
                    OnPin = promotion.On,
                }
            );
    }

    /// <inheritdoc />
    public async Task<StepResult> RollBack(StepContext step, RollbackOptions options)
    {
        var environment = step.Environment;
        var action = options.Release ? DeploymentAction.Release : DeploymentAction.Rollback;
        var trailers = await DeploymentDraft.Of(step, environment, action, options.Reason);
        using var session = Open(environment.Ecs!.Region);
        var access = Access(session, step, environment);
        return await Writer(step, access)
            .Write(
                options.Release
                    ? new PinTagging(access, trailers)
                    : new RevisionRollback(
                        step,
                        access,
                        options.To,
                        trailers with
                        {
                            Reason = trailers.Reason ?? "no reason was given",
                        }
                    )
            );
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<EnvironmentSnapshot>> Read(
        ImmutableArray<DeploymentEnvironment> environments,
        DeploymentQuery query,
        CancellationToken cancellation
    ) => [.. await Task.WhenAll(environments.Select(environment => Read(environment, query, cancellation)))];

    private async Task<EnvironmentSnapshot> Read(
        DeploymentEnvironment environment,
        DeploymentQuery query,
        CancellationToken cancellation
    )
    {
        using var session = Open(environment.Ecs!.Region);
        return await ClusterReader.Read(session, environment, query, cancellation);
    }

    private async Task<StepResult> Deliver(Delivery delivery)
    {
        var (step, environment) = (delivery.Step, delivery.Step.Environment);
        try
        {
            var trailers = await DeploymentDraft.Of(
                step,
                environment,
                DeploymentAction.Deploy,
                delivery.Options.Reason
            );
            using var session = Open(environment.Ecs!.Region);
            var access = Access(session, step, environment);
            return await Writer(step, access)
                .Write(
                    new RevisionDelivery(
                        step,
                        access,
                        delivery.Image,
                        trailers with
                        {
                            Services =
                            [
                                trailers.Services[0] with
                                {
                                    SourceCommit = step.Source.Commit,
                                    SourceTime = step.Source.Time,
                                    Overrides = delivery.Overridden,
                                },
                            ],
                        },
                        AgeComparison.Of(step, environment, step.Source)
                    )
                    {
                        Held = delivery.Held,
                        IsFix = delivery.Options.IsFix,
                        OnPin = pinned => StepResult.PassedWith(pinned.Reason),
                    }
                );
        }
        catch (StepFailedException failure)
        {
            step.Log.Write(failure.Message);
            return StepResult.Failed(failure.Message);
        }
    }

    private async Task<string?> Other(StepContext step, ImageReference image)
    {
        using var session = Open(step.Environment.Ecs!.Region);
        var access = Access(session, step, step.Environment);
        var running = await RunningRevision.Of(access, await access.Read());
        return running.Image.Digest == image.Digest
            ? null
            : $"{access.Place} runs {running.Revision.Name}, {running.Image}";
    }

    private static ServiceAccess Access(EcsSession session, StepContext step, DeploymentEnvironment environment) =>
        new(session, environment, step.Service, step.Cancellation);

    private ServiceWriter Writer(StepContext step, ServiceAccess access) => new(step, access, Pace);
}
