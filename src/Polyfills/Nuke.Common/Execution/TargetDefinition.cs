#nullable disable annotations

using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>Collects what a target says about itself.</summary>
internal sealed partial class TargetDefinition(PropertyInfo property, NukeBuild build) : ITargetDefinition
{
    private Type _baseSearchedFrom = property.DeclaringType;

    public string Name => BuildMembers.NameOf(property);
    public string Description { get; private set; }
    public bool IsListed { get; private set; } = true;
    public bool IsAssuredAfterFailure { get; private set; }
    public bool IsProceedAfterFailure { get; private set; }
    public DependencyBehavior DependencyBehavior { get; private set; }
    public int? PartitionSize { get; private set; }
    public List<Action> Actions { get; } = [];
    public List<(string Text, Func<bool> Delegate)> DynamicConditions { get; } = [];
    public List<(string Text, Func<bool> Delegate)> StaticConditions { get; } = [];
    public List<LambdaExpression> DelegateRequirements { get; } = [];
    public List<string> ArtifactProducts { get; } = [];
    public List<KeyValuePair<Target, string[]>> ArtifactDependencies { get; } = [];

    ITargetDefinition ITargetDefinition.Description(string description) => With(() => Description = description);

    public ITargetDefinition Executes(params Action[] actions) => With(() => Actions.AddRange(actions));

    public ITargetDefinition Executes<T>(Func<T> action) =>
        Executes(() =>
        {
            if (action() is Task task)
                task.GetAwaiter().GetResult();
        });

    public ITargetDefinition Executes(Func<Task> action) => Executes<Task>(action);

    public ITargetDefinition OnlyWhenDynamic(Func<bool> condition, string conditionExpression = null) =>
        With(() => DynamicConditions.Add((BodyOf(conditionExpression), condition)));

    public ITargetDefinition OnlyWhenStatic(Func<bool> condition, string conditionExpression = null) =>
        With(() => StaticConditions.Add((BodyOf(conditionExpression), condition)));

    public ITargetDefinition Requires<T>(
        Expression<Func<T>> parameterRequirement,
        params Expression<Func<T>>[] parameterRequirements
    )
        where T : class => Requires([parameterRequirement, .. parameterRequirements]);

    public ITargetDefinition Requires<T>(
        Expression<Func<T?>> parameterRequirement,
        params Expression<Func<T?>>[] parameterRequirements
    )
        where T : struct => Requires([parameterRequirement, .. parameterRequirements]);

    public ITargetDefinition Requires(
        Expression<Func<bool>> requirement,
        params Expression<Func<bool>>[] requirements
    ) => Requires([requirement, .. requirements]);

    public ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior) =>
        With(() => DependencyBehavior = dependencyBehavior);

    public ITargetDefinition AssuredAfterFailure() => With(() => IsAssuredAfterFailure = true);

    public ITargetDefinition ProceedAfterFailure() => With(() => IsProceedAfterFailure = true);

    public ITargetDefinition Unlisted() => With(() => IsListed = false);

    public ITargetDefinition Produces(params string[] artifacts) => With(() => ArtifactProducts.AddRange(artifacts));

    public ITargetDefinition Partition(int size) =>
        size > 1
            ? With(() => PartitionSize = size)
            : throw new ArgumentOutOfRangeException(
                nameof(size),
                size,
                $"Target '{Name}' can be split into two or more parts."
            );

    private TargetDefinition Requires(LambdaExpression[] requirements) =>
        With(() => DelegateRequirements.AddRange(requirements));

    /// <summary>The condition itself, out of the source text of a lambda.</summary>
    private static string BodyOf(string lambda)
    {
        var text = string.Join(' ', lambda.Split((char[])null, StringSplitOptions.RemoveEmptyEntries));
        var arrow = text.StartsWith('(') ? text.IndexOf("=>", StringComparison.Ordinal) : -1;
        return arrow > 0 && text[1..arrow].Trim() == ")" ? text[(arrow + 2)..].Trim() : text;
    }

    private TargetDefinition With(Action change)
    {
        change();
        return this;
    }
}
