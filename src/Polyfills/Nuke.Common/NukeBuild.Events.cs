using Nuke.Common.Execution;

namespace Nuke.Common;

public abstract partial class NukeBuild
{
    /// <summary>Takes the extensions that the attributes of the class name.</summary>
    protected NukeBuild() => Extensions = new BuildExtensions(this);

    internal BuildExtensions Extensions { get; }

    /// <summary>The targets of the build are known, and the parameters are set.</summary>
    protected internal virtual void OnBuildCreated() { }

    /// <summary>The plan is made, and the build is about to start.</summary>
    protected internal virtual void OnBuildInitialized() { }

    /// <summary>The run is over, whatever its result.</summary>
    protected internal virtual void OnBuildFinished() { }

    /// <summary>A target is about to start.</summary>
    protected internal virtual void OnTargetRunning(string target) { }

    /// <summary>A target is skipped.</summary>
    protected internal virtual void OnTargetSkipped(string target) { }

    /// <summary>A target is done.</summary>
    protected internal virtual void OnTargetSucceeded(string target) { }

    /// <summary>A target has failed.</summary>
    protected internal virtual void OnTargetFailed(string target) { }
}
