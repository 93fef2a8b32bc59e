namespace Nuke.Common.Execution;

/// <summary>Decides which targets run, and in which order.</summary>
internal static class ExecutionPlanner
{
    /// <summary>Targets that run when these are named (null: the default ones), what they depend on and trigger included.</summary>
    /// <exception cref="InvalidOperationException">A name is unknown, or targets wait for each other.</exception>
    public static IReadOnlyList<ExecutableTarget> GetExecutionPlan(
        IReadOnlyCollection<ExecutableTarget> targets,
        IReadOnlyCollection<string>? invokedNames
    )
    {
        TargetCycle.EnsureNone(targets);
        var wanted = invokedNames is null
            ? targets.Where(target => target.IsDefault).ToHashSet()
            : invokedNames.Select(name => Invoke(name, targets)).ToHashSet();

        // What is triggered brings dependencies of its own, and these may trigger more.
        while (true)
        {
            var plan = Order(targets, wanted);
            var triggered = plan.SelectMany(target => target.Triggers).Where(targets.Contains).Except(plan).ToList();
            if (triggered.Count == 0)
            {
                foreach (var target in plan)
                    target.Status = ExecutionStatus.Scheduled;
                return plan;
            }

            wanted.UnionWith(plan);
            wanted.UnionWith(triggered);
        }
    }

    private static ExecutableTarget Invoke(string name, IReadOnlyCollection<ExecutableTarget> targets)
    {
        var target =
            targets.FirstOrDefault(target => ParameterNames.IsSame(name, target.Name))
            ?? throw new InvalidOperationException(UnknownTarget(name, targets));
        target.Invoked = true;
        return target;
    }

    private static string UnknownTarget(string name, IReadOnlyCollection<ExecutableTarget> targets)
    {
        var names = targets
            .Where(target => target.Listed)
            .Select(target => target.Name)
            .Order(StringComparer.Ordinal)
            .ToArray();
        var nearest = NearestName.Of(name, names) is { } near ? $" Did you mean '{near}'?" : "";
        return $"There is no target '{name}'.{nearest} Targets are: {string.Join(", ", names)}.";
    }

    /// <summary>Takes the targets from the last one to the first: each when none is left that goes after it.</summary>
    private static List<ExecutableTarget> Order(
        IReadOnlyCollection<ExecutableTarget> targets,
        HashSet<ExecutableTarget> wanted
    )
    {
        var left = new List<ExecutableTarget>(targets);
        var needed = new HashSet<ExecutableTarget>(wanted);
        var plan = new List<ExecutableTarget>();
        var isStrict = CommandLine.Current.Has("strict");
        while (left.Count > 0)
        {
            var blocked = left.SelectMany(target => target.AllDependencies).ToHashSet();
            var free = left.Where(target => !blocked.Contains(target));
            if (isStrict && free.Skip(1).Any())
            {
                throw new InvalidOperationException(
                    $"The order of these targets is not defined: {string.Join(", ", free.Select(target => target.Name))}."
                );
            }

            var last = free.First();
            left.Remove(last);
            if (needed.Contains(last))
            {
                plan.Add(last);
                needed.UnionWith(last.ExecutionDependencies);
            }
        }

        plan.Reverse();
        return plan;
    }
}
