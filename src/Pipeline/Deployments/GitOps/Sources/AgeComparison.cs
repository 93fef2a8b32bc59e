using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;
using Pipeline.Planning;

namespace Pipeline.Deployments.GitOps.Sources;

/// <summary>Finds the ages of builds in manifests, compared with the delivered one, by commits and versions.</summary>
/// <param name="step">A step of the run.</param>
/// <param name="source">The delivered commit.</param>
/// <param name="name">
/// Names the folder for commits of the sources' remote, so that concurrent steps do not share it.
/// </param>
/// <param name="log">Takes warnings.</param>
internal sealed class AgeComparison(StepContext step, SourceRevision source, string name, Action<string> log)
{
    private readonly DeliveredVersions versions = new(step);
    private readonly SourceHistory history = new(
        source,
        step.Artifacts / "gitops" / $"{name}.sources",
        log,
        step.Cancellation
    );

    /// <summary>The comparison with a commit that a service is delivered from.</summary>
    /// <param name="step">The service's step.</param>
    /// <param name="environment">Where it is delivered to.</param>
    /// <param name="source">The commit.</param>
    public static AgeComparison Of(StepContext step, DeploymentEnvironment environment, SourceRevision source) =>
        new(step, source, $"{environment.Name}.{step.Service.Name}", step.Log.Write);

    /// <summary>The comparison with what is promoted; null where its commit is unknown here.</summary>
    /// <param name="step">The service's step.</param>
    /// <param name="environment">Where it is promoted to.</param>
    /// <param name="promoted">What is promoted.</param>
    public static async Task<AgeComparison?> Of(
        StepContext step,
        DeploymentEnvironment environment,
        RunningImage promoted
    ) =>
        await CommitRange.Resolve(step.Source.Root, promoted.SourceCommit, step.Cancellation) is { } commit
            ? Of(
                step,
                environment,
                step.Source with
                {
                    Commit = commit,
                    Time = promoted.Deployment?.Service.SourceTime ?? step.Source.Time,
                }
            )
            : null;

    /// <summary>Finds the ages of builds with a handful of processes, however many builds there are.</summary>
    /// <param name="builds">Their Git revisions.</param>
    public async Task<Func<string, BuildAge>> Of(IReadOnlyCollection<string> builds)
    {
        await versions.Look(builds);
        var ages = await history.AgesOf(builds.Select(versions.CommitOf).OfType<string>());
        return build => versions.CommitOf(build) is { } commit ? ages[commit] : BuildAge.NotLater;
    }
}
