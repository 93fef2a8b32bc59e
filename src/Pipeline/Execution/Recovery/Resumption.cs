using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Graph;
using Pipeline.Execution.Steps;
using Pipeline.Planning;

namespace Pipeline.Execution.Recovery;

/// <summary>The run being resumed: its passed steps are taken over, everything else runs.</summary>
internal sealed class Resumption
{
    private readonly RecordedRun run;
    private readonly HashSet<StepKey> stale = [];
    private readonly List<string> reasons = [];
    private ImmutableHashSet<string> bases = [];

    private Resumption(RecordedRun run) => this.run = run;

    /// <summary>The invoked targets.</summary>
    public ImmutableArray<string> Targets => run.Header.Targets;

    /// <summary>The environment.</summary>
    public string Environment => run.Header.Environment;

    /// <summary>The selected services, by name.</summary>
    public ImmutableArray<string> Services => run.Header.Services;

    internal RecordedRun Run => run;

    /// <summary>Steps that had passed, and run again because of changes since.</summary>
    internal IReadOnlyCollection<StepKey> Stale => stale;

    /// <summary>Reads the journal of the last run; null where there is no readable one.</summary>
    public static Resumption? TryRead(AbsolutePath artifacts) =>
        RecordedRun.Read(Journal.In(artifacts)) is { } run ? new(run) : null;

    /// <summary>The targets that a build runs by default: with <c>--resume</c> those of the last run.</summary>
    /// <param name="otherwise">The default target.</param>
    /// <param name="commandLine">The arguments.</param>
    /// <param name="artifacts">The folder that everything is written under.</param>
    public static Expression<Func<TBuild, Target>>[] DefaultTargets<TBuild>(
        Expression<Func<TBuild, Target>> otherwise,
        IEnumerable<string> commandLine,
        AbsolutePath artifacts
    )
    {
        if (
            !commandLine.Any(argument => argument is "--resume" or "-resume" or "--Resume")
            || TryRead(artifacts) is not { } last
        )
            return [otherwise];

        // A target that the build no longer has is reported once the plan is known.
        ImmutableArray<PropertyInfo> targets = [.. last.Targets.Select(TargetOf<TBuild>).OfType<PropertyInfo>()];
        return targets.Length == last.Targets.Length ? [.. targets.Select(Returning<TBuild>)] : [otherwise];
    }

    /// <summary>Reads the journal of the last run.</summary>
    /// <exception cref="ResumeException">There is no readable one.</exception>
    public static Resumption Read(AbsolutePath artifacts) =>
        TryRead(artifacts)
        ?? throw new ResumeException(
            $"there is no run to resume: {Journal.In(artifacts)} is missing, or of another version; run without --resume"
        );

    /// <summary>
    /// The last run's value of a parameter, which a value given beside <c>--resume</c> must not contradict.
    /// </summary>
    /// <param name="parameter">The parameter's name, for messages.</param>
    /// <param name="given">The given values, in any order; empty where none is given.</param>
    /// <param name="recorded">The last run's values.</param>
    /// <exception cref="ResumeException">They differ.</exception>
    public ImmutableArray<string> Agree(
        string parameter,
        IReadOnlyCollection<string> given,
        params ImmutableArray<string> recorded
    ) =>
        given.Count == 0 || given.ToHashSet().SetEquals(recorded)
            ? recorded
            : throw new ResumeException(
                $"--resume continues the run of {Moment}, whose {parameter} was {string.Join(", ", recorded)}, not {string.Join(", ", given)}: leave that out, or run without --resume"
            );

    /// <summary>Finds the changes since, which decide what runs again.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="catalog">The catalog's file.</param>
    /// <param name="source">The commit, and what differs from it.</param>
    /// <exception cref="ResumeException">Another commit is checked out.</exception>
    public void Compare(Platform platform, AbsolutePath catalog, SourceRevision source)
    {
        if (source.Commit != run.Header.Commit)
            throw new ResumeException(
                $"--resume continues the run of {Moment} on commit {run.Header.Commit}, but {source.Commit} is checked out: check out {run.Header.Commit[..7]}, or run without --resume"
            );

        bases = [.. platform.OwnBases.Select(image => image.Name)];
        var now = ChangedFiles.Stamp(source);
        foreach (var then in run.Ended.GroupBy(step => step.Value.Changes))
        {
            var files = ChangedFiles.Between(then.Key, now).ToImmutableArray();
            if (files.IsEmpty)
                continue;
            var changes = new SourceChanges { Root = source.Root, Files = files };
            var affected = Affected
                .Of(platform, catalog, changes, service => BaseImageUse.Of(platform, service))
                .ToDictionary(affected => affected.Source.Name, affected => affected.Reason);
            foreach (var (step, _) in then.Where(step => affected.ContainsKey(step.Key.Service)))
                if (stale.Add(step))
                    reasons.Add($"{step.Service} runs again, because it has changed: {affected[step.Service]}");
        }
    }

    /// <summary>What the run will do, as sentences.</summary>
    public IEnumerable<string> Describe()
    {
        var taken = run.Ended.Keys.Count(step => Find(step) is not null);
        var steps = Services.Sum(service =>
            run.Header.Steps.Count(target =>
                !bases.Contains(service) || DeclaredTargets.Find(target) is { ServesBases: true }
            )
        );
        yield return taken == steps
            ? $"the run of {Moment} has passed: there is nothing left to do"
            : $"resuming the run of {Moment}: {taken} of its {steps} steps are taken over";
        foreach (var reason in reasons.Distinct())
            yield return reason;
    }

    /// <summary>The recorded end of a step that need not run; null for one that must.</summary>
    internal RecordedStep? Find(StepKey step) =>
        run.Ended.TryGetValue(step, out var ended)
        && ended.Result.Status is StepStatus.Passed or StepStatus.Cached
        && !stale.Contains(step)
            ? ended with
            {
                Result = new(
                    StepStatus.Cached,
                    $"{(ended.Result.Reason is { } reason ? $"{reason}, " : "")}from the run of {Moment}"
                ),
            }
            : null;

    /// <summary>The plan, without the targets that the last run skipped.</summary>
    /// <exception cref="ResumeException">It lacks a target that the last run did not skip.</exception>
    internal ImmutableArray<PlannedTarget> Restrict(ImmutableArray<PlannedTarget> plan)
    {
        var missing = run.Header.Steps.Except(
            plan.Where(target => target.Steps is not null).Select(target => target.Name)
        );
        return missing.FirstOrDefault() is { } name
            ? throw new ResumeException(
                $"--resume continues the run of {Moment}, which does not skip {name}: do not skip it, or run without --resume"
            )
            :
            [
                .. plan.Select(target =>
                    run.Header.Steps.Contains(target.Name) ? target : target with { Steps = null }
                ),
            ];
    }

    // A component's target is only a member of its interface.
    private static PropertyInfo? TargetOf<TBuild>(string name)
    {
        const BindingFlags instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        return typeof(TBuild)
            .GetInterfaces()
            .Prepend(typeof(TBuild))
            .Select(type => type.GetProperty(name, instance))
            .FirstOrDefault(property => property?.PropertyType == typeof(Target));
    }

    private static Expression<Func<TBuild, Target>> Returning<TBuild>(PropertyInfo target)
    {
        var build = Expression.Parameter(typeof(TBuild));
        return Expression.Lambda<Func<TBuild, Target>>(
            Expression.Property(Expression.Convert(build, target.DeclaringType!), target),
            build
        );
    }

    private string Moment => run.Begun.ToString("u", CultureInfo.InvariantCulture);
}

/// <summary>The last run cannot be resumed; the message says why, and what to do.</summary>
internal sealed class ResumeException(string message) : Exception(message);
