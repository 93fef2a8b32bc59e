namespace Nuke.Common.Execution;

/// <summary>Decides which targets run, and in which order.</summary>
internal static class ExecutionPlanner
{
    /// <summary>
    /// Targets that run when these are named (null: the default ones), what they depend on and trigger included.
    /// </summary>
    /// <exception cref="InvalidOperationException">A name is unknown, or targets wait for each other.</exception>
    public static IReadOnlyList<ExecutableTarget> GetExecutionPlan(
        IReadOnlyCollection<ExecutableTarget> targets,
        IReadOnlyCollection<string>? invokedNames
    )
    {
        TargetCycle.EnsureNone(targets);
        var wanted = new HashSet<ExecutableTarget>();
        foreach (var target in targets)
        {
            if (invokedNames is null && target.IsDefault)
                wanted.Add(target);
        }

        foreach (var name in invokedNames ?? [])
            wanted.Add(Invoke(name, targets));

        // What is triggered brings dependencies of its own, and these may trigger more.
        List<ExecutableTarget> plan;
        do plan = Order(targets, wanted);
        while (AddTriggered(plan, targets, wanted));

        foreach (var target in plan)
            target.Status = ExecutionStatus.Scheduled;
        return plan;
    }

    private static bool AddTriggered(
        List<ExecutableTarget> plan,
        IReadOnlyCollection<ExecutableTarget> targets,
        HashSet<ExecutableTarget> wanted
    )
    {
        var hasNew = false;
        foreach (var target in plan)
        {
            foreach (var triggered in target.Triggers)
                hasNew |= !plan.Contains(triggered) && targets.Contains(triggered) && wanted.Add(triggered);
        }

        return hasNew;
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
            var free = WithoutSuccessor(left);
            if (isStrict && free.Count > 1)
            {
                throw new InvalidOperationException(
                    $"These targets have no order: {string.Join(", ", free.Select(target => target.Name))}."
                );
            }

            left.Remove(free[0]);
            if (needed.Contains(free[0]))
            {
                plan.Add(free[0]);
                needed.UnionWith(free[0].ExecutionDependencies);
            }
        }

        plan.Reverse();
        return plan;
    }

    private static List<ExecutableTarget> WithoutSuccessor(List<ExecutableTarget> targets)
    {
        var predecessors = new HashSet<ExecutableTarget>();
        foreach (var target in targets)
        {
            predecessors.UnionWith(target.ExecutionDependencies);
            predecessors.UnionWith(target.OrderDependencies);
            predecessors.UnionWith(target.TriggerDependencies);
        }

        return targets.FindAll(target => !predecessors.Contains(target));
    }
}
