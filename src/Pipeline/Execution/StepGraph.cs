using System.Runtime.CompilerServices;
using Nuke.Common.Execution;
using Pipeline.Catalog;

namespace Pipeline.Execution;

/// <summary>A target and the services that it is run for in one go, with what has to come before.</summary>
/// <param name="Target">The target.</param>
/// <param name="Services">One service; or all of them, for a target that takes them together.</param>
/// <param name="Predecessors">The nodes that have to come to an end first.</param>
internal sealed record StepNode(
    ServiceTarget Target,
    ImmutableArray<Service> Services,
    ImmutableArray<StepNode> Predecessors
)
{
    // A node is itself alone: comparing its contents would walk the graph.
    public bool Equals(StepNode? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}

/// <summary>The scheduled targets, expanded over the selected services.</summary>
internal static class StepGraph
{
    /// <summary>Expands a plan.</summary>
    /// <param name="plan">Targets in an order in which each comes after those it depends on.</param>
    /// <param name="services">The selected services.</param>
    /// <returns>Nodes, each after its predecessors.</returns>
    public static ImmutableArray<StepNode> Expand(IReadOnlyList<PlannedTarget> plan, ImmutableArray<Service> services)
    {
        var nodes = ImmutableArray.CreateBuilder<StepNode>();
        var ends = new Dictionary<string, ImmutableArray<StepNode>>();
        foreach (var target in plan)
        {
            var before = target
                .Dependencies.SelectMany(name => ends.GetValueOrDefault(name, []))
                .Distinct()
                .ToImmutableArray();
            var joint = before.Where(node => node.Target.Together).ToArray();
            var own = before.Where(node => !node.Target.Together).ToLookup(node => node.Services[0].Name);
            // A target without steps of its own, or skipped, passes on what it waits for.
            ends[target.Name] =
                target.Steps is not { } steps ? before
                : steps.Together ? [new(steps, services, before)]
                : [.. services.Select(service => new StepNode(steps, [service], [.. own[service.Name], .. joint]))];
            if (target.Steps is not null)
                nodes.AddRange(ends[target.Name]);
        }

        return nodes.ToImmutable();
    }
}

/// <summary>A target of Nuke's plan.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dependencies">The names of the targets that it depends on.</param>
/// <param name="Steps">What it does for services; null where it does nothing for them, or is skipped.</param>
internal sealed record PlannedTarget(string Name, ImmutableArray<string> Dependencies, ServiceTarget? Steps)
{
    /// <summary>Takes over what Nuke has planned.</summary>
    public static PlannedTarget From(ExecutableTarget target) =>
        new(
            target.Name,
            [.. target.ExecutionDependencies.Select(dependency => dependency.Name)],
            target.Status == ExecutionStatus.Skipped ? null : ServiceTargets.Find(target.Name)
        );
}
