using Nuke.Common;

namespace Pipeline.Build.Targets;

/// <summary>What NUKE lacks for targets of components that a build may not have taken in.</summary>
internal static class ComponentTargets
{
    /// <summary>Consumes what a target of a component produces, where the build has the component.</summary>
    public static ITargetDefinition TryConsumes<T>(
        this ITargetDefinition definition,
        INukeBuild build,
        Func<T, Target> target
    ) => build is T component ? definition.Consumes(target(component)) : definition;
}
