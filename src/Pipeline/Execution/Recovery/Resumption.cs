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

/// <summary>The last run, to go on with: what it has finished is taken over, everything else runs.</summary>
public sealed class Resumption
{
    private readonly RecordedRun run;
    private readonly HashSet<StepKey> stale = [];
    private readonly List<string> reasons = [];
    private ImmutableHashSet<string> bases = [];

    private Resumption(RecordedRun run) => this.run = run;

    /// <summary>The targets that were asked for.</summary>
    public ImmutableArray<string> Targets => run.Header.Targets;

    /// <summary>Where it is delivered to.</summary>
    public string Environment => run.Header.Environment;

    /// <summary>The services that it works on, by name.</summary>
    public ImmutableArray<string> Services => run.Header.Services;

    internal RecordedRun Run => run;

    /// <summary>Steps that had passed, and run again for what has changed since.</summary>
    internal IReadOnlyCollection<StepKey> Stale => stale;

    /// <summary>Reads the journal of the last run; null where there is none that can be read.</summary>
    public static Resumption? TryRead(AbsolutePath artifacts) =>
        RecordedRun.Read(Journal.In(artifacts)) is { } run ? new(run) : null;

    /// <summary>The targets that a build runs where none is named: with <c>--resume</c> those of the last run.</summary>
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

        // A target that the build no longer has is missed once the plan is known.
        ImmutableArray<PropertyInfo> targets = [.. last.Targets.Select(TargetOf<TBuild>).OfType<PropertyInfo>()];
        return targets.Length == last.Targets.Length ? [.. targets.Select(Returning<TBuild>)] : [otherwise];
    }

    /// <summary>Reads the journal of the last run.</summary>
    /// <exception cref="ResumeException">There is none that can be read.</exception>
    public static Resumption Read(AbsolutePath artifacts) =>
        TryRead(artifacts)
        ?? throw new ResumeException(
            $"there is no run to resume: {Journal.In(artifacts)} is not there, or is no journal of this version; run without --resume"
        );

    /// <summary>What holds for a parameter: what the last run had, which what is given beside <c>--resume</c> must not differ from.</summary>
    /// <param name="parameter">The parameter, as the user knows it.</param>
    /// <param name="given">What is given, in any order; none where nothing is.</param>
    /// <param name="recorded">What the last run had.</param>
    /// <exception cref="ResumeException">They differ.</exception>
    public ImmutableArray<string> Agree(
        string parameter,
        IReadOnlyCollection<string> given,
        params ImmutableArray<string> recorded
    ) =>
        given.Count == 0 || given.ToHashSet().SetEquals(recorded)
            ? recorded
            : throw new ResumeException(
                $"--resume goes on with the run of {Moment}, whose {parameter} was {string.Join(", ", recorded)}, not {string.Join(", ", given)}: leave that out, or run without --resume"
            );

    /// <summary>Finds out what has changed since, which decides what runs again.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="catalog">The catalog's file.</param>
    /// <param name="source">The commit, and what differs from it.</param>
    /// <exception cref="ResumeException">Another commit is checked out.</exception>
    public void Compare(Platform platform, AbsolutePath catalog, SourceRevision source)
    {
        if (source.Commit != run.Header.Commit)
            throw new ResumeException(
                $"--resume goes on with the run of {Moment} on commit {run.Header.Commit}, and {source.Commit} is checked out: check the other one out, or run without --resume"
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
                    reasons.Add($"{step.Service} runs again, for it has changed: {affected[step.Service]}");
        }
    }

    /// <summary>What is going to happen, as sentences.</summary>
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
            : $"going on with the run of {Moment}: {taken} of its {steps} steps are taken over";
        foreach (var reason in reasons.Distinct())
            yield return reason;
    }

    /// <summary>How a step ended that need not run; null for one that has to.</summary>
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

    /// <summary>The plan, without the targets that the last run has skipped.</summary>
    /// <exception cref="ResumeException">It lacks a target that the last run has not skipped.</exception>
    internal ImmutableArray<PlannedTarget> Restrict(ImmutableArray<PlannedTarget> plan)
    {
        var missing = run.Header.Steps.Except(
            plan.Where(target => target.Steps is not null).Select(target => target.Name)
        );
        return missing.FirstOrDefault() is { } name
            ? throw new ResumeException(
                $"--resume goes on with the run of {Moment}, which does not skip {name}: do not skip it, or run without --resume"
            )
            :
            [
                .. plan.Select(target =>
                    run.Header.Steps.Contains(target.Name) ? target : target with { Steps = null }
                ),
            ];
    }

    // A component's target is a member of its interface alone.
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

/// <summary>The last run cannot be gone on with; the message says why, and what to do.</summary>
public sealed class ResumeException(string message) : Exception(message);
