#nullable disable annotations

using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Nuke.Common;

/// <summary>What a build can say about one of its targets.</summary>
/// <remarks>
/// The overloads with a type argument name targets of a base class or an interface of the build; without a target they
/// mean its only one. Those that begin with <c>Try</c> do nothing in a build that is not of this type.
/// </remarks>
public interface ITargetDefinition
{
    /// <summary>One line for the help.</summary>
    ITargetDefinition Description(string description);

    /// <summary>Adds actions, which run in their order.</summary>
    ITargetDefinition Executes(params Action[] actions);

    /// <summary>Adds an action whose result is not used.</summary>
    ITargetDefinition Executes<T>(Func<T> action);

    /// <summary>Adds an asynchronous action, which is awaited before the next one.</summary>
    ITargetDefinition Executes(Func<Task> action);

    /// <summary>Targets that run before this one whenever it runs.</summary>
    ITargetDefinition DependsOn(params Target[] targets);

    /// <inheritdoc cref="DependsOn(Target[])"/>
    ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets);

    /// <inheritdoc cref="DependsOn(Target[])"/>
    ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets);

    /// <summary>Targets that this one runs before, whenever they run.</summary>
    ITargetDefinition DependentFor(params Target[] targets);

    /// <inheritdoc cref="DependentFor(Target[])"/>
    ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets);

    /// <inheritdoc cref="DependentFor(Target[])"/>
    ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets);

    /// <summary>Runs only when this holds at the time the target's turn has come.</summary>
    ITargetDefinition OnlyWhenDynamic(
        Func<bool> condition,
        [CallerArgumentExpression("condition")] string conditionExpression = null
    );

    /// <summary>Runs only when this holds before the first target of the run starts.</summary>
    ITargetDefinition OnlyWhenStatic(
        Func<bool> condition,
        [CallerArgumentExpression("condition")] string conditionExpression = null
    );

    /// <summary>Parameters that must have a value, checked before the first target of the run starts.</summary>
    ITargetDefinition Requires<T>(
        Expression<Func<T>> parameterRequirement,
        params Expression<Func<T>>[] parameterRequirements
    )
        where T : class;

    /// <inheritdoc cref="Requires{T}(Expression{Func{T}}, Expression{Func{T}}[])"/>
    ITargetDefinition Requires<T>(
        Expression<Func<T?>> parameterRequirement,
        params Expression<Func<T?>>[] parameterRequirements
    )
        where T : struct;

    /// <summary>Facts that must hold, checked before the first target of the run starts.</summary>
    ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements);

    /// <summary>What becomes of the dependencies when this target is skipped.</summary>
    ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior);

    /// <summary>Targets that this one goes before when both run.</summary>
    ITargetDefinition Before(params Target[] targets);

    /// <inheritdoc cref="Before(Target[])"/>
    ITargetDefinition Before<T>(params Func<T, Target>[] targets);

    /// <inheritdoc cref="Before(Target[])"/>
    ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets);

    /// <summary>Targets that this one goes after when both run.</summary>
    ITargetDefinition After(params Target[] targets);

    /// <inheritdoc cref="After(Target[])"/>
    ITargetDefinition After<T>(params Func<T, Target>[] targets);

    /// <inheritdoc cref="After(Target[])"/>
    ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets);

    /// <summary>Targets that run after this one whenever it runs.</summary>
    ITargetDefinition Triggers(params Target[] targets);

    /// <inheritdoc cref="Triggers(Target[])"/>
    ITargetDefinition Triggers<T>(params Func<T, Target>[] targets);

    /// <inheritdoc cref="Triggers(Target[])"/>
    ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets);

    /// <summary>Targets that this one runs after, whenever they run.</summary>
    ITargetDefinition TriggeredBy(params Target[] targets);

    /// <inheritdoc cref="TriggeredBy(Target[])"/>
    ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets);

    /// <inheritdoc cref="TriggeredBy(Target[])"/>
    ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets);

    /// <summary>Runs even though a target before it has failed.</summary>
    ITargetDefinition AssuredAfterFailure();

    /// <summary>Lets the run go on after this target has failed; the build is red all the same.</summary>
    ITargetDefinition ProceedAfterFailure();

    /// <summary>Leaves the target out of the help.</summary>
    ITargetDefinition Unlisted();

    /// <summary>Takes over what the overridden target of the base class says.</summary>
    ITargetDefinition Base();

    /// <summary>Takes over what other targets say.</summary>
    ITargetDefinition Inherit(params Target[] targets);

    /// <inheritdoc cref="Inherit(Target[])"/>
    ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets);

    /// <summary>Files that the target leaves, as paths or patterns.</summary>
    ITargetDefinition Produces(params string[] artifacts);

    /// <summary>Targets whose files this one uses.</summary>
    ITargetDefinition Consumes(params Target[] targets);

    /// <inheritdoc cref="Consumes(Target[])"/>
    ITargetDefinition Consumes<T>(params Func<T, Target>[] targets);

    /// <summary>Files of a target that this one uses; none named means all that it produces.</summary>
    ITargetDefinition Consumes(Target target, params string[] artifacts);

    /// <inheritdoc cref="Consumes(Target, string[])"/>
    ITargetDefinition Consumes<T>(Func<T, Target> target, params string[] artifacts);

    /// <inheritdoc cref="Consumes(Target, string[])"/>
    ITargetDefinition Consumes<T>(params string[] artifacts);

    /// <summary>Number of parts, two or more, that a workflow can split the target into.</summary>
    ITargetDefinition Partition(int size);
}
