using System.Runtime.CompilerServices;
using Nuke.Common.Execution;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Execution.Graph;

/// <summary>A target, the services that one call serves, and the nodes that come first.</summary>
/// <param name="Index">Its place in the graph, from 0.</param>
/// <param name="Target">The target.</param>
/// <param name="Subjects">One service or base image; or all services, for a target that takes them together.</param>
/// <param name="Predecessors">The nodes that must end first.</param>
internal sealed record StepNode(
    int Index,
    ServiceTarget Target,
    ImmutableArray<ImageSource> Subjects,
    ImmutableArray<StepNode> Predecessors
)
{
    /// <summary>The service that it runs for; null for a base image.</summary>
    public Service? Service => Subjects[0] as Service;

    // Reference equality: comparing the contents would walk the graph.
    public bool Equals(StepNode? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>Its steps, each with those that must pass before it.</summary>
    public IEnumerable<(StepKey Step, ImmutableArray<StepKey> Before)> Steps()
    {
        if (!Target.Together)
            return [(Step(Subjects[0]), [.. Predecessors.Select(node => node.Step(node.For(Subjects[0])))])];

        var joint = Predecessors.Where(node => node.Target.Together).ToArray();
        var own = Predecessors.Where(node => !node.Target.Together).ToLookup(node => node.Subjects[0].Name);
        return Subjects.Select(service =>
            (Step(service), joint.Concat(own[service.Name]).Select(node => node.Step(service)).ToImmutableArray())
        );
    }

    private StepKey Step(ImageSource service) => new(Target.Name, service.Name);

    private ImageSource For(ImageSource other) => Target.Together ? other : Subjects[0];
}

/// <summary>The scheduled targets, expanded over the selected services.</summary>
internal static class StepGraph
{
    /// <summary>Expands a plan.</summary>
    /// <param name="plan">Targets in an order in which each comes after those it depends on.</param>
    /// <param name="selected">The selected services and own base images.</param>
    /// <param name="platform">The catalog, for dependencies over services that are not selected.</param>
    /// <returns>Nodes, each after its predecessors.</returns>
    public static ImmutableArray<StepNode> Expand(
        IReadOnlyList<PlannedTarget> plan,
        ImmutableArray<ImageSource> selected,
        Platform platform
    )
    {
        var nodes = ImmutableArray.CreateBuilder<StepNode>();
        var ofBases = ExpandBases(plan, selected, platform, nodes);
        ImmutableArray<Service> services = [.. selected.OfType<Service>()];
        var ends = new Dictionary<string, ImmutableArray<StepNode>>();
        var ordered = new Lazy<ImmutableArray<OrderedService>>(() => Order(services, platform.Services));
        foreach (var target in plan)
        {
            var before = target
                .Dependencies.SelectMany(name => ends.GetValueOrDefault(name, []))
                .Distinct()
                .ToImmutableArray();
            // A skipped target, or one without steps, passes its predecessors on.
            ends[target.Name] =
                target.Steps is not { } steps ? before
                : steps.Together ? [Add(steps, [.. services], before)]
                : Each(steps, before, steps.AfterDependencies ? ordered.Value : [.. services.Select(Alone)]);
        }

        return nodes.ToImmutable();

        StepNode Add(ServiceTarget target, ImmutableArray<ImageSource> served, ImmutableArray<StepNode> before)
        {
            nodes.Add(new(nodes.Count, target, served, before));
            return nodes[^1];
        }

        ImmutableArray<StepNode> Each(
            ServiceTarget target,
            ImmutableArray<StepNode> before,
            ImmutableArray<OrderedService> each
        )
        {
            var joint = before.Where(node => node.Target.Together).ToArray();
            var own = before.Where(node => !node.Target.Together).ToLookup(node => node.Subjects[0].Name);
            var added = new Dictionary<string, StepNode>();
            foreach (var (service, dependsOn) in each)
                added[service.Name] = Add(
                    target,
                    [service],
                    [
                        .. own[service.Name],
                        .. joint,
                        .. dependsOn.Select(name => added[name]),
                        .. BasesFor(target, service, own[service.Name]),
                    ]
                );
            return [.. added.Values];
        }

        // A step behind one that has waited need not wait itself.
        IEnumerable<StepNode> BasesFor(ServiceTarget target, Service service, IEnumerable<StepNode> before) =>
            target.ServesBases && !before.Any(node => node.Target.ServesBases)
                ? service.Bases.SelectMany(name => ofBases.GetValueOrDefault(name, []))
                : [];
    }

    // All steps of a base image, those of its own bases first.
    private static Dictionary<string, ImmutableArray<StepNode>> ExpandBases(
        IReadOnlyList<PlannedTarget> plan,
        ImmutableArray<ImageSource> selected,
        Platform platform,
        ImmutableArray<StepNode>.Builder nodes
    )
    {
        var ofBases = new Dictionary<string, ImmutableArray<StepNode>>();
        var chosen = selected.OfType<OwnBase>().Select(image => image.Name).ToHashSet();
        if (chosen.Count == 0)
            return ofBases;

        foreach (var image in platform.OwnBases)
        {
            ImmutableArray<StepNode> bases = [.. image.Bases.SelectMany(name => ofBases.GetValueOrDefault(name, []))];
            ofBases[image.Name] = chosen.Contains(image.Name) ? Steps(image, bases) : bases;
        }

        return ofBases;

        ImmutableArray<StepNode> Steps(OwnBase image, ImmutableArray<StepNode> bases)
        {
            var own = ImmutableArray.CreateBuilder<StepNode>();
            var ends = new Dictionary<string, ImmutableArray<StepNode>>();
            foreach (var target in plan)
            {
                ImmutableArray<StepNode> before =
                [
                    .. target.Dependencies.SelectMany(name => ends.GetValueOrDefault(name, [])).Distinct(),
                ];
                if (target.Steps is { ServesBases: true } steps)
                {
                    nodes.Add(new(nodes.Count, steps, [image], before.IsEmpty ? bases : before));
                    own.Add(nodes[^1]);
                    before = [nodes[^1]];
                }

                ends[target.Name] = before;
            }

            return own.ToImmutable();
        }
    }

    private static OrderedService Alone(Service service) => new(service, []);

    // A dependency that is not selected stands for its own dependencies.
    private static ImmutableArray<OrderedService> Order(ImmutableArray<Service> selected, ImmutableArray<Service> all)
    {
        var chosen = selected.Select(service => service.Name).ToHashSet();
        var nearest = new Dictionary<string, ImmutableArray<string>>();
        foreach (var service in DependencyOrder.Sort(all))
            nearest[service.Name] =
            [
                .. service
                    .DependsOn.SelectMany(name => chosen.Contains(name) ? [name] : nearest.GetValueOrDefault(name, []))
                    .Distinct(),
            ];
        return
        [
            .. DependencyOrder
                .Sort(all)
                .Where(service => chosen.Contains(service.Name))
                .Select(service => new OrderedService(service, nearest[service.Name])),
        ];
    }

    /// <param name="Service">A selected service.</param>
    /// <param name="DependsOn">The selected services that it depends on, by name; they come before it.</param>
    private sealed record OrderedService(Service Service, ImmutableArray<string> DependsOn);
}

/// <summary>A target of NUKE's plan.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dependencies">
/// The names of the targets that it depends on, and of those that it comes after where both are planned.
/// </param>
/// <param name="Steps">What it does for services; null where it does nothing for them, or is skipped.</param>
internal sealed record PlannedTarget(string Name, ImmutableArray<string> Dependencies, ServiceTarget? Steps)
{
    /// <summary>Converts NUKE's planned target.</summary>
    public static PlannedTarget From(ExecutableTarget target) =>
        new(
            target.Name,
            [.. target.ExecutionDependencies.Concat(target.OrderDependencies).Select(before => before.Name)],
            target.Status == ExecutionStatus.Skipped ? null : DeclaredTargets.Find(target.Name)
        );
}
