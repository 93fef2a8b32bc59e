namespace Nuke.Common.Execution;

/// <summary>Has its turn when the targets of the build are known.</summary>
public interface IOnBuildCreated : IBuildExtension
{
    /// <summary>Receives all targets of the build.</summary>
    void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets);
}

/// <summary>Has its turn when the plan is made and the build is about to start.</summary>
public interface IOnBuildInitialized : IBuildExtension
{
    /// <summary>Receives all targets of the build and, in their order, those that run.</summary>
    void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets,
        IReadOnlyCollection<ExecutableTarget> executionPlan
    );
}

/// <summary>Has its turn when a target has said something for the closing summary.</summary>
public interface IOnTargetSummaryUpdated : IBuildExtension
{
    /// <summary>Receives the target that said it.</summary>
    void OnTargetSummaryUpdated(INukeBuild build, ExecutableTarget target);
}

/// <summary>Has its turn when a target is skipped.</summary>
public interface IOnTargetSkipped : IBuildExtension
{
    /// <summary>Receives the target.</summary>
    void OnTargetSkipped(ExecutableTarget target);
}

/// <summary>Has its turn before a target starts.</summary>
public interface IOnTargetRunning : IBuildExtension
{
    /// <summary>Receives the target.</summary>
    void OnTargetRunning(ExecutableTarget target);
}

/// <summary>Has its turn when a target is done.</summary>
public interface IOnTargetSucceeded : IBuildExtension
{
    /// <summary>Receives the target.</summary>
    void OnTargetSucceeded(ExecutableTarget target);
}

/// <summary>Has its turn when a target has failed.</summary>
public interface IOnTargetFailed : IBuildExtension
{
    /// <summary>Receives the target.</summary>
    void OnTargetFailed(ExecutableTarget target);
}

/// <summary>Has its turn when the run is over, whatever its result.</summary>
public interface IOnBuildFinished : IBuildExtension
{
    /// <summary>The run is over.</summary>
    void OnBuildFinished();
}
