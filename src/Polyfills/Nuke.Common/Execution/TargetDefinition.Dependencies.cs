#nullable disable annotations

using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Execution;

internal sealed partial class TargetDefinition
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public List<Target> DependsOnTargets { get; } = [];
    public List<Target> DependentForTargets { get; } = [];
    public List<Target> BeforeTargets { get; } = [];
    public List<Target> AfterTargets { get; } = [];
    public List<Target> TriggersTargets { get; } = [];
    public List<Target> TriggeredByTargets { get; } = [];

    public ITargetDefinition DependsOn(params Target[] targets) => Add(DependsOnTargets, targets);

    public ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets) => Add(DependsOnTargets, targets);

    public ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets) => TryAdd(DependsOnTargets, targets);

    public ITargetDefinition DependentFor(params Target[] targets) => Add(DependentForTargets, targets);

    public ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets) => Add(DependentForTargets, targets);

    public ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets) =>
        TryAdd(DependentForTargets, targets);

    public ITargetDefinition Before(params Target[] targets) => Add(BeforeTargets, targets);

    public ITargetDefinition Before<T>(params Func<T, Target>[] targets) => Add(BeforeTargets, targets);

    public ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets) => TryAdd(BeforeTargets, targets);

    public ITargetDefinition After(params Target[] targets) => Add(AfterTargets, targets);

    public ITargetDefinition After<T>(params Func<T, Target>[] targets) => Add(AfterTargets, targets);

    public ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets) => TryAdd(AfterTargets, targets);

    public ITargetDefinition Triggers(params Target[] targets) => Add(TriggersTargets, targets);

    public ITargetDefinition Triggers<T>(params Func<T, Target>[] targets) => Add(TriggersTargets, targets);

    public ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets) => TryAdd(TriggersTargets, targets);

    public ITargetDefinition TriggeredBy(params Target[] targets) => Add(TriggeredByTargets, targets);

    public ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets) => Add(TriggeredByTargets, targets);

    public ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets) => TryAdd(TriggeredByTargets, targets);

    public ITargetDefinition Consumes(params Target[] targets)
    {
        foreach (var target in targets)
            Consumes(target, []);

        return this;
    }

    public ITargetDefinition Consumes<T>(params Func<T, Target>[] targets) => Consumes(Of(targets));

    public ITargetDefinition Consumes(Target target, params string[] artifacts) =>
        With(() => ArtifactDependencies.Add(new(target, artifacts)));

    public ITargetDefinition Consumes<T>(Func<T, Target> target, params string[] artifacts) =>
        Consumes(target((T)(object)build), artifacts);

    public ITargetDefinition Consumes<T>(params string[] artifacts) => Consumes(OnlyTargetOf<T>(), artifacts);

    public ITargetDefinition Inherit(params Target[] targets)
    {
        foreach (var target in targets)
            target(this);

        return this;
    }

    public ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets) =>
        targets.Length == 0
            ? Inherit(NonVirtual(OnlyPropertyOf<T>()))
            : Inherit([.. targets.Select(target => NonVirtual((PropertyInfo)((MemberExpression)target.Body).Member))]);

    public ITargetDefinition Base()
    {
        PropertyInfo inherited = null;
        while (inherited is null && _baseSearchedFrom?.BaseType is { } baseType)
        {
            inherited = baseType.GetProperty(Name, Instance | BindingFlags.DeclaredOnly);
            _baseSearchedFrom = baseType;
        }

        return inherited is null
            ? throw new InvalidOperationException(
                $"Target '{Name}' has no target of this name in a base class to take over from."
            )
            : Inherit(NonVirtual(inherited));
    }

    private TargetDefinition Add(List<Target> list, params Target[] targets) => With(() => list.AddRange(targets));

    private TargetDefinition Add<T>(List<Target> list, Func<T, Target>[] targets) => Add(list, Of(targets));

    private TargetDefinition TryAdd<T>(List<Target> list, Func<T, Target>[] targets) =>
        build is T ? Add(list, targets) : this;

    private Target[] Of<T>(Func<T, Target>[] targets) =>
        targets.Length == 0 ? [OnlyTargetOf<T>()] : [.. targets.Select(target => target((T)(object)build))];

    private Target OnlyTargetOf<T>() => (Target)OnlyPropertyOf<T>().GetValue(build);

    private PropertyInfo OnlyPropertyOf<T>()
    {
        var targets = typeof(T)
            .GetProperties(Instance)
            .Where(candidate => candidate.PropertyType == typeof(Target))
            .ToArray();
        return targets.Length == 1
            ? targets[0]
            : throw new InvalidOperationException(
                $"Target '{Name}' names '{typeof(T).Name}' without a target, "
                    + $"and that has {targets.Length} of them: name the one that is meant."
            );
    }

    /// <summary>The property's value as its declaring type defines it, whatever overrides it.</summary>
    private Target NonVirtual(PropertyInfo declared)
    {
        var getter = declared.GetMethod!.MethodHandle.GetFunctionPointer();
        return ((Func<Target>)Activator.CreateInstance(typeof(Func<Target>), build, getter)!)();
    }
}
