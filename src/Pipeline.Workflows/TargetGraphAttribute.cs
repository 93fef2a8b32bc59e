using System.Runtime.CompilerServices;
using Nuke.Common;
using Nuke.Common.Execution;
using Pipeline.Workflows.Graph;

namespace Pipeline.Workflows;

/// <summary>Keeps the target graph at hand, for those who make workflows of it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TargetGraphAttribute : BuildExtensionAttributeBase, IOnBuildCreated
{
    // NUKE shows all targets of a build at this moment alone.
    private static readonly ConditionalWeakTable<INukeBuild, IReadOnlyCollection<ExecutableTarget>> Created = [];

    /// <summary>Before NUKE writes configurations, and after parameters have their values.</summary>
    public override float Priority { get; set; } = 60;

    /// <summary>The targets of a build.</summary>
    /// <exception cref="InvalidOperationException">The build class lacks this attribute.</exception>
    public static ImmutableArray<TargetNode> TargetsOf(INukeBuild build) =>
        TargetGraph.Of(
            Created.TryGetValue(build, out var targets)
                ? targets
                : throw new InvalidOperationException("put [TargetGraph] on the build class: workflows are made of it")
        );

    /// <inheritdoc />
    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets) =>
        Created.AddOrUpdate(Build, executableTargets);
}
