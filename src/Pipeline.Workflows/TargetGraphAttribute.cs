using System.Runtime.CompilerServices;
using Nuke.Common;
using Nuke.Common.Execution;
using Pipeline.Workflows.Graph;

namespace Pipeline.Workflows;

/// <summary>Keeps the target graph, for workflows.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TargetGraphAttribute : BuildExtensionAttributeBase, IOnBuildCreated
{
    // NUKE only passes all targets of a build at this moment.
    private static readonly ConditionalWeakTable<INukeBuild, IReadOnlyCollection<ExecutableTarget>> Created = [];

    /// <summary>Before NUKE writes configurations, and after parameters are set.</summary>
    public override float Priority { get; set; } = 60;

    /// <summary>The targets of a build.</summary>
    /// <exception cref="InvalidOperationException">The build class lacks this attribute.</exception>
    public static ImmutableArray<TargetNode> TargetsOf(INukeBuild build) =>
        TargetGraph.Of(
            Created.TryGetValue(build, out var targets)
                ? targets
                : throw new InvalidOperationException(
                    "put [TargetGraph] on the build class: workflows are generated from it"
                )
        );

    /// <inheritdoc />
    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets) =>
        Created.AddOrUpdate(Build, executableTargets);
}
