#nullable disable annotations

using System.Linq.Expressions;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.Tooling;

namespace Nuke.Common;

/// <summary>
/// Base class of a build: its properties of type <see cref="Target"/> are what it can do, its members with a
/// <see cref="ParameterAttribute"/> what it can be told.
/// </summary>
/// <example><code>
/// class Build : NukeBuild
/// {
///     public static int Main() => Execute&lt;Build>(x => x.Compile);
///
///     Target Compile => _ => _.Executes(() => Console.WriteLine("Compiling."));
/// }
/// </code></example>
public abstract partial class NukeBuild : INukeBuild
{
    /// <summary>
    /// Runs the build as the command line says, and the targets of <paramref name="defaultTargetExpressions"/> where it
    /// names none.
    /// </summary>
    /// <returns>0 when nothing failed, -1 (which a shell shows as 255) otherwise, or what <see cref="ExitCode"/> was
    /// set to.</returns>
    protected static int Execute<T>(params Expression<Func<T, Target>>[] defaultTargetExpressions)
        where T : NukeBuild, new() =>
        BuildManager.Execute(() => new T(), DefaultTarget.NamesOf(defaultTargetExpressions));

    /// <summary>Targets of the run, in their order.</summary>
    public IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; set; }

    /// <summary>Targets that were named.</summary>
    [Parameter(
        "Targets to run. Default is '{default_target}'.",
        ParameterService.InvokedTargets,
        ParameterService.TargetsSeparator
    )]
    public IReadOnlyCollection<ExecutableTarget> InvokedTargets => [.. ExecutionPlan.Where(target => target.Invoked)];

    /// <summary>Targets that are skipped.</summary>
    [Parameter(
        "Targets to skip. Without a name, all that are needed by others only.",
        ParameterService.SkippedTargets,
        ParameterService.TargetsSeparator
    )]
    public IReadOnlyCollection<ExecutableTarget> SkippedTargets => WithStatus(ExecutionStatus.Skipped);

    /// <summary>Targets whose turn has yet to come.</summary>
    public IReadOnlyCollection<ExecutableTarget> ScheduledTargets => WithStatus(ExecutionStatus.Scheduled);

    /// <summary>Targets that are running.</summary>
    public IReadOnlyCollection<ExecutableTarget> RunningTargets => WithStatus(ExecutionStatus.Running);

    /// <summary>Targets that were cancelled.</summary>
    public IReadOnlyCollection<ExecutableTarget> AbortedTargets => WithStatus(ExecutionStatus.Aborted);

    /// <summary>Targets that have failed.</summary>
    public IReadOnlyCollection<ExecutableTarget> FailedTargets => WithStatus(ExecutionStatus.Failed);

    /// <summary>Targets that are done.</summary>
    public IReadOnlyCollection<ExecutableTarget> SucceededTargets => WithStatus(ExecutionStatus.Succeeded);

    /// <summary>Targets that are done or have failed.</summary>
    public IReadOnlyCollection<ExecutableTarget> FinishedTargets => [.. FailedTargets, .. SucceededTargets];

    /// <summary>Whether the plan is shown and nothing is run.</summary>
    [Parameter("Writes the plan of the run as HTML and runs nothing.")]
    public bool Plan { get; }

    /// <summary>Whether the help is shown and nothing is run.</summary>
    [Parameter("Shows the targets and parameters of this build.")]
    public bool Help { get; }

    /// <summary>Whether the first line that names the engine is left out.</summary>
    [Parameter("Leaves out the logo.")]
    public bool NoLogo { get; set; }

    /// <summary>Whether targets that the last run of the same command finished are skipped.</summary>
    [Parameter("Goes on where the last run of the same command failed.")]
    public bool Continue { get; internal set; }

    /// <summary>The part of a split target that this run is.</summary>
    [Parameter("Part of a split target to run, as in '2/5'.", List = false)]
    public Partition Partition { get; internal set; } = Partition.Single;

    /// <summary>Whether nothing has failed so far.</summary>
    public bool IsSucceeding => !IsFailing;

    /// <summary>Whether a target has failed, was cancelled or never had its turn.</summary>
    public bool IsFailing =>
        ExecutionPlan.Any(target =>
            target.Status is ExecutionStatus.Failed or ExecutionStatus.Aborted or ExecutionStatus.NotRun
        );

    /// <summary>Whether no target is running or waits for its turn.</summary>
    public bool IsFinished =>
        !ExecutionPlan.Any(target => target.Status is ExecutionStatus.Scheduled or ExecutionStatus.Running);

    /// <summary>What the process ends with; null leaves it to the result of the targets.</summary>
    public int? ExitCode { get; set; }

    /// <summary>Whether an extension has done all that the command line asks for, as the help does.</summary>
    internal bool HasEndedEarly { get; set; }

    internal IReadOnlyCollection<ExecutableTarget> ExecutableTargets { get; set; } = [];

    internal List<InjectedMember> InjectedMembers => field ??= InjectedMember.Of(GetType());

    internal List<ParameterMember> Parameters => field ??= ParameterMember.Among(InjectedMembers);

    IReadOnlyCollection<ExecutableTarget> INukeBuild.ExecutableTargets => ExecutableTargets;

    /// <summary>Says something about the running target in the closing summary.</summary>
    /// <exception cref="InvalidOperationException">No target is running.</exception>
    public void ReportSummary(Configure<Dictionary<string, string>> configurator = null) =>
        ReportSummary(ExecutionPlan.Single(target => target.Status == ExecutionStatus.Running), configurator);

    internal void ReportSummary(ExecutableTarget target, Configure<Dictionary<string, string>> configurator)
    {
        var summary = new Dictionary<string, string>();
        target.SummaryInformation = configurator?.Invoke(summary) ?? summary;
        Extensions.Raise<IOnTargetSummaryUpdated>(extension => extension.OnTargetSummaryUpdated(this, target));
    }

    private ExecutableTarget[] WithStatus(ExecutionStatus status) =>
        [.. ExecutionPlan.Where(target => target.Status == status)];
}
