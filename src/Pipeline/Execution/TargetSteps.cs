using System.Runtime.CompilerServices;
using Nuke.Common;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Execution;

/// <summary>Makes a NUKE target a node of the step graph.</summary>
public static class TargetSteps
{
    /// <summary>
    /// Runs <paramref name="step"/> for each selected service, as soon as that service's earlier steps have passed.
    /// </summary>
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
    /// The same, for the platform's own base images too. What is built on one waits for all of its steps in the run:
    /// nothing is built on an image that the run still has to scan, push or sign.
    /// </summary>
    public static ITargetDefinition ForEachImage(
        this ITargetDefinition definition,
        Func<ImageSource, StepContext, Task<StepResult>> step,
        [CallerMemberName] string name = ""
    ) =>
        definition.Declare(
            new(name, async contexts => [await step(contexts[0].Subject, contexts[0])], Together: false)
            {
                Function = step,
                ServesBases = true,
            }
        );

    /// <summary>
    /// Runs <paramref name="step"/> once for all selected services whose earlier steps have passed; it returns a result
    /// for each context, in their order.
    /// </summary>
    public static ITargetDefinition ForServicesTogether(
        this ITargetDefinition definition,
        Func<ImmutableArray<StepContext>, Task<ImmutableArray<StepResult>>> step,
        [CallerMemberName] string name = ""
    ) => definition.Declare(new(name, step, Together: true));

    /// <summary>Limits how many steps run at a time, over all targets with the same limit.</summary>
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

    /// <summary>Repeats a step that threw a <see cref="TransientException"/>, a number of times at most.</summary>
    public static ITargetDefinition Retries(
        this ITargetDefinition definition,
        int times,
        [CallerMemberName] string name = ""
    ) => definition.Retries(new RetrySchedule { Attempts = times + 1, Factor = 2 }, name);

    /// <summary>Repeats a step that threw a <see cref="TransientException"/>, by a schedule.</summary>
    public static ITargetDefinition Retries(
        this ITargetDefinition definition,
        RetrySchedule schedule,
        [CallerMemberName] string name = ""
    ) => definition.Amend(name, target => target with { Retries = schedule });

    /// <summary>
    /// Runs a service's step once the same step of all selected services that it depends on has passed.
    /// </summary>
    public static ITargetDefinition AfterDependencies(
        this ITargetDefinition definition,
        [CallerMemberName] string name = ""
    ) => definition.Amend(name, target => target with { AfterDependencies = true });

    // A failed service must not keep NUKE from the targets of other services; the build still ends red.
    private static ITargetDefinition Declare(this ITargetDefinition definition, ServiceTarget target)
    {
        DeclaredTargets.Declare(target);
        return definition.ProceedAfterFailure().Executes(() => PipelineRun.Current.Complete(target.Name));
    }

    private static ITargetDefinition Amend(
        this ITargetDefinition definition,
        string name,
        Func<ServiceTarget, ServiceTarget> change
    )
    {
        DeclaredTargets.Change(name, change);
        return definition;
    }
}
