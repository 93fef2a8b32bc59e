using Pipeline.Deployments.Decisions;
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

    /// <summary>Finds the ages of builds with a handful of processes, however many builds there are.</summary>
    /// <param name="builds">Their Git revisions.</param>
    public async Task<Func<string, BuildAge>> Of(IReadOnlyCollection<string> builds)
    {
        await versions.Look(builds);
        var ages = await history.AgesOf(builds.Select(versions.CommitOf).OfType<string>());
        return build => versions.CommitOf(build) is { } commit ? ages[commit] : BuildAge.NotLater;
    }
}
