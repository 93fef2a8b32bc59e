using Pipeline.Deployments.Decisions;
using Pipeline.Execution.Steps;
using Pipeline.Planning;

namespace Pipeline.Deployments.GitOps.Sources;

/// <summary>Tells how the builds that manifests name compare with the one that is delivered, wherever commits and versions are known.</summary>
/// <param name="step">A step of the run.</param>
/// <param name="source">The commit that is delivered.</param>
/// <param name="name">Tells what is learnt from the sources' remote apart from what others learn there at the same time.</param>
/// <param name="log">Is told what cannot be asked.</param>
internal sealed class BuildAges(StepContext step, SourceRevision source, string name, Action<string> log)
{
    private readonly DeliveredVersions versions = new(step);
    private readonly SourceHistory history = new(
        source,
        step.Artifacts / "gitops" / $"{name}.sources",
        log,
        step.Cancellation
    );

    /// <summary>Learns the ages of builds: a handful of processes, however many there are.</summary>
    /// <param name="builds">What Git knows them by.</param>
    public async Task<Func<string, BuildAge>> Of(IReadOnlyCollection<string> builds)
    {
        await versions.Look(builds);
        var ages = await history.AgesOf(builds.Select(versions.CommitOf).OfType<string>());
        return build => versions.CommitOf(build) is { } commit ? ages[commit] : BuildAge.NotLater;
    }
}
