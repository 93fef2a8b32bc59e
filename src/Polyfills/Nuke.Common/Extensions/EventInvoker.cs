namespace Nuke.Common.Execution;

/// <summary>Calls the events of the build class itself, after all other extensions.</summary>
internal sealed class EventInvoker
    : BuildExtensionAttributeBase,
        IOnBuildCreated,
        IOnBuildInitialized,
        IOnTargetRunning,
        IOnTargetSkipped,
        IOnTargetSucceeded,
        IOnTargetFailed,
        IOnBuildFinished
{
    public override float Priority => float.MinValue;

    private NukeBuild Events => (NukeBuild)Build;

    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets) => Events.OnBuildCreated();

    public void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets,
        IReadOnlyCollection<ExecutableTarget> executionPlan
    ) => Events.OnBuildInitialized();

    public void OnTargetRunning(ExecutableTarget target) => Events.OnTargetRunning(target.Name);

    public void OnTargetSkipped(ExecutableTarget target) => Events.OnTargetSkipped(target.Name);

    public void OnTargetSucceeded(ExecutableTarget target) => Events.OnTargetSucceeded(target.Name);

    public void OnTargetFailed(ExecutableTarget target) => Events.OnTargetFailed(target.Name);

    public void OnBuildFinished() => Events.OnBuildFinished();
}
