namespace Nuke.Common.Execution;

/// <summary>Decides which targets of a plan are skipped, and says why.</summary>
internal static class TargetSkipping
{
    /// <summary>
    /// Skips the named targets; all, where the parameter is there without a name. Targets that were invoked stay.
    /// </summary>
    public static void ByParameter(NukeBuild build, string[]? names)
    {
        if (names is null)
            return;

        foreach (var target in build.ExecutionPlan)
        {
            if (names.Length == 0 || Array.Exists(names, name => ParameterNames.IsSame(name, target.Name)))
                Mark(build, target, "via parameter");
        }
    }

    /// <summary>Skips the target where one of the conditions does not hold, or one did not before.</summary>
    /// <exception cref="TargetExecutionException">A condition has thrown an exception.</exception>
    public static bool ByConditions(
        NukeBuild build,
        ExecutableTarget target,
        List<(string Text, Func<bool> Holds)> conditions
    )
    {
        try
        {
            var violated = conditions.FindAll(condition => !condition.Holds());
            if (violated.Count > 0)
            {
                target.OnlyWhen = string.Join(" && ", violated.ConvertAll(condition => condition.Text));
                Mark(build, target, reason: null);
            }
        }
        catch (Exception thrown)
        {
            var exception = BuildManager.Unwrap(thrown);
            Host.Error($"{target.Name}: a condition could not be checked. {exception.Message}", exception);
            throw new TargetExecutionException(target.Name, exception);
        }

        return target.OnlyWhen is not null;
    }

    private static void Mark(NukeBuild build, ExecutableTarget target, string? reason)
    {
        if (target.Status != ExecutionStatus.Scheduled)
            return;

        if (!target.Invoked)
        {
            target.Status = ExecutionStatus.Skipped;
            target.Skipped ??= reason;
        }

        if (target.DependencyBehavior == DependencyBehavior.Execute)
            return;

        var dispensable = target
            .ExecutionDependencies.Concat(target.Triggers)
            .Where(needed => !IsNeededByOthers(needed))
            .ToList();
        foreach (var dependency in dispensable)
            Mark(build, dependency, $"because of {target.Name}");

        bool IsNeededByOthers(ExecutableTarget dependency) =>
            build.ScheduledTargets.Any(other =>
                other != target
                && (other.ExecutionDependencies.Contains(dependency) || other.Triggers.Contains(dependency))
            );
    }
}
