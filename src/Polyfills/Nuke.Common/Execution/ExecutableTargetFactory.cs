using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>Makes the targets of a build out of its properties, and ties them together.</summary>
internal static class ExecutableTargetFactory
{
    public static IReadOnlyList<ExecutableTarget> CreateAll(NukeBuild build, string[] defaultTargets)
    {
        var targets = new List<ExecutableTarget>();
        foreach (var property in TargetProperties.Of(build.GetType()))
            targets.Add(Create(build, property, defaultTargets));
        foreach (var target in targets)
            Connect(target, targets);

        return targets;
    }

    private static ExecutableTarget Create(NukeBuild build, PropertyInfo property, string[] defaultTargets)
    {
        var factory = (Target)property.GetValue(build)!;
        var definition = new TargetDefinition(property, build);
        factory(definition);

        return new ExecutableTarget
        {
            Name = definition.Name,
            Member = property,
            Definition = definition,
            Description = definition.Description,
            Factory = factory,
            IsDefault = Array.IndexOf(defaultTargets, definition.Name) >= 0,
            Listed = definition.IsListed,
            DynamicConditions = definition.DynamicConditions,
            StaticConditions = definition.StaticConditions,
            DependencyBehavior = definition.DependencyBehavior,
            ProceedAfterFailure = definition.IsProceedAfterFailure,
            AssuredAfterFailure = definition.IsAssuredAfterFailure,
            DelegateRequirements = definition.DelegateRequirements,
            Actions = definition.Actions,
            PartitionSize = definition.PartitionSize,
            ArtifactProducts = definition.ArtifactProducts,
        };
    }

    private static void Connect(ExecutableTarget target, List<ExecutableTarget> all)
    {
        var definition = target.Definition;
        Add(target.ExecutionDependencies, definition.DependsOnTargets, other => other.DependentForTargets);
        Add(target.OrderDependencies, definition.AfterTargets, other => other.BeforeTargets);
        Add(target.TriggerDependencies, definition.TriggeredByTargets, other => other.TriggersTargets);
        Add(target.Triggers, definition.TriggersTargets, other => other.TriggeredByTargets);
        foreach (var (dependency, artifacts) in definition.ArtifactDependencies)
        {
            var producer = Find(dependency);
            target.ArtifactDependencies.AddRange(
                producer,
                artifacts.Length > 0 ? artifacts : producer.ArtifactProducts
            );
        }

        void Add(List<ExecutableTarget> list, List<Target> own, Func<TargetDefinition, List<Target>> ofOthers)
        {
            foreach (var named in own)
                list.Add(Find(named));
            foreach (var other in all)
            {
                if (other != target && ofOthers(other.Definition).Contains((Target)target.Factory))
                    list.Add(other);
            }
        }

        ExecutableTarget Find(Target factory)
        {
            var found =
                all.Find(other => other.Factory.Equals(factory))
                ?? throw new InvalidOperationException(
                    $"Target '{target.Name}' names a target that is none of this build's properties."
                );
            return found != target
                ? found
                : throw new InvalidOperationException($"Target '{target.Name}' depends on itself.");
        }
    }
}
