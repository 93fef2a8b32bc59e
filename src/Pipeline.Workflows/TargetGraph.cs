using System.Reflection;
using Nuke.Common.Execution;
using Pipeline.Workflows.Graph;

namespace Pipeline.Workflows;

/// <summary>Reads the target graph of a NUKE build.</summary>
internal static class TargetGraph
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The targets, with their jobs and needs.</summary>
    public static ImmutableArray<TargetNode> Of(IEnumerable<ExecutableTarget> targets) => [.. targets.Select(Node)];

    private static TargetNode Node(ExecutableTarget target)
    {
        var declarations = Declarations(target);
        return new()
        {
            Name = target.Name,
            Description = target.Description,
            DependsOn = Names(target.ExecutionDependencies),
            After = Names(target.OrderDependencies.Concat(target.TriggerDependencies)),
            HasActions = target.Actions.Count > 0,
            Job = declarations
                .Select(member => member.GetCustomAttribute<JobAttribute>())
                .FirstOrDefault(job => job is not null),
            Code = declarations
                .Select(member => member.GetCustomAttribute<RunsCodeAttribute>())
                .FirstOrDefault(code => code is not null)
                ?.What,
            Needs = [.. declarations.SelectMany(member => member.GetCustomAttributes<NeedsAttribute>()).Distinct()],
            Produces = [.. target.ArtifactProducts],
            Consumes = [.. target.ArtifactDependencies.Select(produced => produced.Key.Name)],
        };
    }

    // Attributes of a component's target also hold for a property that overrides it.
    private static ImmutableArray<MemberInfo> Declarations(ExecutableTarget target) =>
        [
            target.Member,
            .. target
                .Member.ReflectedType!.GetInterfaces()
                .Select(component => component.GetProperty(target.Name, Instance))
                .OfType<PropertyInfo>()
                .Where(property => property != target.Member),
        ];

    private static ImmutableArray<string> Names(IEnumerable<ExecutableTarget> targets) =>
        [.. targets.Select(target => target.Name)];
}
