using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Sources;
using Pipeline.Deployments.Health;
using Pipeline.Deployments.History;
using Pipeline.Deployments.Promotions;
using Pipeline.Deployments.Ssh.Changes;
using Pipeline.Deployments.Ssh.Hosts;
using Pipeline.Deployments.Ssh.Releases;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.Ssh;

/// <summary>
/// Deployments by SSH: the files of images go to hosts as releases, and systemd runs the current one of each service.
/// </summary>
public sealed class SshDeployment : IDeployment
{
    /// <inheritdoc />
    public DeploymentKind Kind => DeploymentKind.Ssh;

    /// <inheritdoc />
    public IEnvironmentHealth Health => new HostHealth(Schedule);

    /// <summary>When a host that cannot be reached is tried again.</summary>
    public RetrySchedule Schedule { get; init; } = new() { Attempts = 3 };

    /// <summary>How long the process of a new release must stay the same.</summary>
    internal TimeSpan Steadiness { get; init; } = TimeSpan.FromSeconds(3);

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
            new UnreadForecast($"the hosts of {environment.Name} know what they run, and were not asked")
        );

    /// <inheritdoc />
    public Task<ImmutableArray<StepResult>> Observe(ImmutableArray<StepContext> steps) =>
        ReleaseObservation.Run(steps, Health, Schedule);

    /// <inheritdoc />
    public async Task<RunningImage> Running(StepContext step, DeploymentEnvironment environment)
    {
        using var pool = Pool(step, environment);
        var state = HostStates.Of(step.Service, environment, (await pool.Inspect([step.Service]))[0]);
        if (state.Problem is { } problem)
            throw new StepFailedException($"what {environment.Name} runs is doubtful: {problem}");
        return state.Image is { } image && ExactImage.Is(image)
            ? new(image, state.Place!, state.Deployment, VersionTag.RevisionOf(step.Service.Name, image.Tag))
            : throw new StepFailedException(
                $"{environment.Name} runs no image of {step.Service.Name}: deliver a build there first"
            );
    }

    /// <inheritdoc />
    public async Task<StepResult> Promote(StepContext step, ImagePromotion promotion)
    {
        var to = promotion.Path.To;
        var delivered = promotion.Running.Deployment?.Service;
        var draft = await EntryDraft.Of(step, to, DeploymentAction.Promote, promotion.Options.Reason);
        using var pool = Pool(step, to);
        return await Writer(step, to, pool)
            .Write(
                new ReleaseDelivery(
                    step,
                    to,
                    Release.Of(step, to, promotion.Image),
                    draft with
                    {
                        From = promotion.Path.From.Name,
                        SourceCommit = delivered?.SourceCommit,
                        SourceTime = delivered?.SourceTime,
                        Overrides = CheckResult.OverriddenIn(promotion.Checks),
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
        var draft = await EntryDraft.Of(step, environment, action, options.Reason);
        using var pool = Pool(step, environment);
        return await Writer(step, environment, pool)
            .Write(
                options.Release
                    ? new PinRemoval(step, draft)
                    : new ReleaseRollback(
                        step,
                        options.To,
                        draft with
                        {
                            Reason = draft.Reason ?? "no reason was given",
                        }
                    )
            );
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<EnvironmentSnapshot>> Read(
        ImmutableArray<DeploymentEnvironment> environments,
        DeploymentQuery query,
        CancellationToken cancellation
    ) =>
        [
            .. await Task.WhenAll(
                environments.Select(environment => EnvironmentReader.Read(environment, query, Schedule, cancellation))
            ),
        ];

    private async Task<StepResult> Deliver(Delivery delivery)
    {
        var (step, environment) = (delivery.Step, delivery.Step.Environment);
        try
        {
            var draft = await EntryDraft.Of(step, environment, DeploymentAction.Deploy, delivery.Options.Reason);
            using var pool = Pool(step, environment);
            return await Writer(step, environment, pool)
                .Write(
                    new ReleaseDelivery(
                        step,
                        environment,
                        Release.Of(step, environment, delivery.Image),
                        draft with
                        {
                            SourceCommit = step.Source.Commit,
                            SourceTime = step.Source.Time,
                            Overrides = delivery.Overridden,
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

    private HostPool Pool(StepContext step, DeploymentEnvironment environment) =>
        new(environment, Schedule, step.Log.Write, step.Cancellation);

    private HostWriter Writer(StepContext step, DeploymentEnvironment environment, HostPool pool) =>
        new(step, environment, pool, Steadiness);
}
