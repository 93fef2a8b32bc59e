namespace Nuke.Common.Execution;

/// <summary>Finds targets that wait for each other.</summary>
internal static class TargetCycle
{
    /// <exception cref="InvalidOperationException">There are some; the message names them in a circle.</exception>
    public static void EnsureNone(IReadOnlyCollection<ExecutableTarget> targets)
    {
        var done = new HashSet<ExecutableTarget>();
        foreach (var target in targets)
            Visit(target, [], done);
    }

    private static void Visit(ExecutableTarget target, List<ExecutableTarget> path, HashSet<ExecutableTarget> done)
    {
        var start = path.IndexOf(target);
        if (start >= 0)
        {
            var circle = path.Skip(start).Append(target).Select(member => member.Name);
            throw new InvalidOperationException(
                $"Circular dependencies between targets: {string.Join(" -> ", circle)}."
            );
        }

        if (!done.Add(target))
            return;

        path.Add(target);
        foreach (var dependency in target.AllDependencies)
            Visit(dependency, path, done);
        path.RemoveAt(path.Count - 1);
    }
}
