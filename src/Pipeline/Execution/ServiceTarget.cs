using System.Runtime.CompilerServices;
using Nuke.Common;
using Pipeline.Catalog;
using Pipeline.Execution.Cache;
using Pipeline.Foundation.Files;

namespace Pipeline.Execution;

/// <summary>What a target does for the services.</summary>
/// <param name="Name">The target's name.</param>
/// <param name="Body">Takes the contexts of the services that got this far, and gives their results in the same order.</param>
/// <param name="Together">True where one call serves all services, once their earlier steps have come to an end.</param>
public sealed record ServiceTarget(
    string Name,
    Func<ImmutableArray<StepContext>, Task<ImmutableArray<StepResult>>> Body,
    bool Together
)
{
    /// <summary>All that the result of a step depends on; none where it depends on more, so that it always runs.</summary>
    public ImmutableArray<Input> Inputs { get; init; } = [];

    /// <summary>What a step leaves in its service's folder for later ones.</summary>
    public Func<Service, ServiceOutputs> Outputs { get; init; } = _ => ServiceOutputs.None;

    /// <summary>Bound how many of its steps run at a time, in the order of their names.</summary>
    public ImmutableArray<StepLimit> Limits { get; init; } = [];

    /// <summary>How often it is run again after a <see cref="TransientException"/>; null: never.</summary>
    public RetrySchedule? Retries { get; init; }

    /// <summary>True where a service's step waits for the same step of the services that it depends on.</summary>
    public bool AfterDependencies { get; init; }

    /// <summary>True where it works on the platform's own base images too.</summary>
    public bool ServesBases { get; init; }

    /// <summary>The function that a build has written for it, which may stand in a library of its own.</summary>
    internal Delegate Function { get; init; } = Body;

    /// <summary>Identifies the code of the function.</summary>
    internal string Code => field ??= OwnCode.IdOf([Function.Method.Module.ModuleVersionId]);
}

/// <summary>Makes a Nuke target a node of the step graph.</summary>
public static class ServiceTargets
{
    // Nuke makes one build a process, and asks each target for its definition before there is anything else to hold on to.
    private static readonly Dictionary<string, ServiceTarget> Declared = [];

    /// <summary>The limits that targets declare.</summary>
    public static ImmutableArray<StepLimit> Limits => [.. Declared.Values.SelectMany(target => target.Limits)];

    /// <summary>The target of this name, where it is one that works on services.</summary>
    public static ServiceTarget? Find(string name) => Declared.GetValueOrDefault(name);

    /// <summary>How many targets that work on services were declared before this one; -1 where it is none.</summary>
    internal static int PlaceOf(string name) => Declared.Keys.ToList().IndexOf(name);

    /// <summary>Runs <paramref name="step"/> for each selected service, as soon as that service's earlier steps have passed.</summary>
    public static ITargetDefinition ForEachService(
        this ITargetDefinition definition,
        Func<Service, StepContext, Task<StepResult>> step,
        [CallerMemberName] string name = ""
    ) =>
        definition.Declare(
            new(name, async contexts => [await step(contexts[0].Service, contexts[0])], Together: false)
            {
                Function = step,
            }
        );

    /// <summary>
    /// Runs <paramref name="step"/> once for all selected services whose earlier steps have passed; it gives a result for each
    /// context, in their order.
    /// </summary>
    public static ITargetDefinition ForServicesTogether(
        this ITargetDefinition definition,
        Func<ImmutableArray<StepContext>, Task<ImmutableArray<StepResult>>> step,
        [CallerMemberName] string name = ""
    ) => definition.Declare(new(name, step, Together: true));

    /// <summary>Runs no more than so many steps at a time, of this target and of all others that name the same limit.</summary>
    public static ITargetDefinition AtMost(
        this ITargetDefinition definition,
        int steps,
        string limit,
        [CallerMemberName] string name = ""
    ) =>
        definition.Amend(
            name,
            target =>
                target with
                {
                    Limits = [.. target.Limits.Add(new(steps, limit)).OrderBy(one => one.Name, StringComparer.Ordinal)],
                }
        );

    /// <summary>Runs a step again, so many times at most, where it ended by a <see cref="TransientException"/>.</summary>
    public static ITargetDefinition Retries(
        this ITargetDefinition definition,
        int times,
        [CallerMemberName] string name = ""
    ) => definition.Retries(new RetrySchedule { Attempts = times + 1, Factor = 2 }, name);

    /// <summary>Runs a step again, as a schedule says, where it ended by a <see cref="TransientException"/>.</summary>
    public static ITargetDefinition Retries(
        this ITargetDefinition definition,
        RetrySchedule schedule,
        [CallerMemberName] string name = ""
    ) => definition.Amend(name, target => target with { Retries = schedule });

    /// <summary>Runs a service's step once the same step of all selected services that it depends on has passed.</summary>
    public static ITargetDefinition AfterDependencies(
        this ITargetDefinition definition,
        [CallerMemberName] string name = ""
    ) => definition.Amend(name, target => target with { AfterDependencies = true });

    /// <summary>
    /// Runs a step for the platform's own base images too. What is built on one waits for all that the run does with it: nothing is built
    /// on what is not scanned, pushed and signed where the run does that.
    /// </summary>
    public static ITargetDefinition WithBases(this ITargetDefinition definition, [CallerMemberName] string name = "") =>
        definition.Amend(name, target => target with { ServesBases = true });

    /// <summary>Declares more of a target.</summary>
    /// <exception cref="InvalidOperationException">The target does not work on services.</exception>
    internal static void Change(string name, Func<ServiceTarget, ServiceTarget> change) =>
        Declared[name] = change(
            Find(name)
                ?? throw new InvalidOperationException(
                    $"{name} has no steps yet: say first what it does for each service"
                )
        );

    // A failed service must not keep Nuke from the targets that other services still go through; the build ends red all the same.
    private static ITargetDefinition Declare(this ITargetDefinition definition, ServiceTarget target)
    {
        Declared[target.Name] = target;
        return definition.ProceedAfterFailure().Executes(() => PipelineRun.Current.Complete(target.Name));
    }

    private static ITargetDefinition Amend(
        this ITargetDefinition definition,
        string name,
        Func<ServiceTarget, ServiceTarget> change
    )
    {
        Change(name, change);
        return definition;
    }
}
