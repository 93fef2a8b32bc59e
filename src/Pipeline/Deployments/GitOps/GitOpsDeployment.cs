using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.ArgoCd;
using Pipeline.Deployments.GitOps.Audit;
using Pipeline.Deployments.GitOps.Bumps;
using Pipeline.Deployments.GitOps.Changes;
using Pipeline.Deployments.GitOps.Forecasts;
using Pipeline.Deployments.GitOps.Promotions;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Deployments.GitOps.Rollbacks;
using Pipeline.Deployments.Health;
using Pipeline.Deployments.History;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps;

/// <summary>
/// Deployments by GitOps: a Git repository states the images, and Argo CD makes the clusters follow it.
/// </summary>
public sealed class GitOpsDeployment : IDeployment
{
    /// <inheritdoc />
    public DeploymentKind Kind => DeploymentKind.GitOps;

    /// <inheritdoc />
    public IEnvironmentHealth Health { get; init; } = new ArgoCdHealth();

    /// <summary>How often a push that lost a race is repeated, and when one that did not reach the remote is.</summary>
    public RetrySchedule Schedule { get; init; } = new() { Attempts = 100 };

    /// <inheritdoc />
    public Task<ImmutableArray<StepResult>> Deliver(ImmutableArray<Delivery> deliveries) =>
        BumpWriter.Write(deliveries, Schedule);

    /// <inheritdoc />
    public Task<IForecast> Foresee(
        Platform platform,
        DeploymentEnvironment environment,
        AbsolutePath artifacts,
        Func<string, bool>? holdsSecret = null,
        CancellationToken cancellation = default
    ) => ForecastSource.Read(platform, environment, artifacts, holdsSecret, cancellation);

    /// <inheritdoc />
    public Task<ImmutableArray<StepResult>> Observe(ImmutableArray<StepContext> steps) =>
        ApplicationObservation.Run(
            steps,
            new ObservationSchedule(),
            (step, reason) => RollBack(step, new() { Reason = reason })
        );

    /// <inheritdoc />
    public Task<RunningImage> Running(StepContext step, DeploymentEnvironment environment) =>
        CurrentImage.Read(step, environment, Repository(step, environment));

    /// <inheritdoc />
    public async Task<StepResult> Promote(StepContext step, ImagePromotion promotion)
    {
        var (environment, repository) = (promotion.Path.To, Repository(step, promotion.Path.To));
        var history = await History(step, repository, $"{step.Key.Target} to {environment.Name}");
        var identity = CommitIdentity.Of(await repository.ReadSettings(step.Cancellation));
        return await new ChangeWriter(step, repository, identity).Write(
            new ServicePromotion(step, Redacted(promotion, step), history, identity),
            environment.Promotion
        );
    }

    /// <inheritdoc />
    public async Task<StepResult> RollBack(StepContext step, RollbackOptions options)
    {
        var (environment, repository) = (step.Environment, Repository(step, step.Environment));
        var identity = CommitIdentity.Of(await repository.ReadSettings(step.Cancellation));
        var writer = new ChangeWriter(step, repository, identity);
        options = options with { Reason = Words(options.Reason, step) };
        if (options.Release)
            return await writer.Commit(new PinRelease(step, options, identity));

        var history = await History(step, repository, $"{step.Key.Target} in {environment.Name}");
        return await writer.Write(new ServiceRollback(step, options, history, identity), environment.Rollback);
    }

    /// <inheritdoc />
    public Task<ImmutableArray<EnvironmentSnapshot>> Read(
        ImmutableArray<DeploymentEnvironment> environments,
        DeploymentQuery query,
        CancellationToken cancellation
    ) => new RepositoryReader(query, Schedule, cancellation).Read(environments);

    private static ImagePromotion Redacted(ImagePromotion promotion, StepContext step) =>
        promotion with
        {
            Options = promotion.Options with { Reason = Words(promotion.Options.Reason, step) },
        };

    // The words of a person or a program: unlike names, nothing compares them with anything.
    private static string? Words(string? reason, StepContext step) => reason is null ? null : step.Redact(reason);

    private static async Task<DeploymentHistory> History(
        StepContext step,
        EnvironmentRepository repository,
        string purpose
    ) => DeploymentHistory.Parse(await repository.ReadLog(purpose, step.Cancellation));

    private EnvironmentRepository Repository(StepContext step, DeploymentEnvironment environment) =>
        new(environment, step.Platform, step.Artifacts, Schedule, step.Log.Write);
}
