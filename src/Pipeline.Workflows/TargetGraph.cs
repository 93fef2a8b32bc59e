using System.Reflection;
using Nuke.Common.Execution;
using Pipeline.Workflows.Graph;

namespace Pipeline.Workflows;

/// <summary>Reads the target graph of a NUKE build.</summary>
public static class TargetGraph
{
    /// <summary>The targets, with what their attributes say of jobs.</summary>
    public static ImmutableArray<TargetNode> Of(IEnumerable<ExecutableTarget> targets) => [.. targets.Select(Node)];

    private static TargetNode Node(ExecutableTarget target) =>
        new()
        {
            Name = target.Name,
            Description = target.Description,
            DependsOn = Names(target.ExecutionDependencies),
            After = Names(target.OrderDependencies.Concat(target.TriggerDependencies)),
            HasActions = target.Actions.Count > 0,
            Job = target.Member.GetCustomAttribute<JobAttribute>(),
            Needs = [.. target.Member.GetCustomAttributes<NeedsAttribute>()],
            Produces = [.. target.ArtifactProducts],
            Consumes = [.. target.ArtifactDependencies.Select(produced => produced.Key.Name)],
        };

    private static ImmutableArray<string> Names(IEnumerable<ExecutableTarget> targets) =>
        [.. targets.Select(target => target.Name)];
}
