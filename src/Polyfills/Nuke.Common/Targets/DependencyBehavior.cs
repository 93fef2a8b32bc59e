namespace Nuke.Common;

/// <summary>What becomes of the dependencies of a target that is skipped.</summary>
public enum DependencyBehavior
{
    /// <summary>They are skipped as well, unless another target of the run needs them.</summary>
    Skip,

    /// <summary>They run all the same.</summary>
    Execute,
}
