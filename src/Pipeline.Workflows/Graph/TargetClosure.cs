using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Graph;

/// <summary>Targets with their dependencies.</summary>
internal static class TargetClosure
{
    /// <summary>The targets with these names and their dependencies, each after its own.</summary>
    /// <exception cref="WorkflowException">A name is unknown, or there is a cycle.</exception>
    public static ImmutableArray<TargetNode> Of(
        IReadOnlyCollection<TargetNode> targets,
        IReadOnlyCollection<string> wanted
    )
    {
        var known = targets.ToDictionary(target => target.Name);
        var closure = ImmutableArray.CreateBuilder<TargetNode>();
        var open = new List<string>();
        var seen = new HashSet<string>();
        foreach (var name in wanted)
            Visit(name);
        return closure.ToImmutable();

        void Visit(string name)
        {
            if (open.Contains(name))
                throw new WorkflowException(
                    $"targets depend on themselves: {string.Join(" → ", open.SkipWhile(other => other != name))} → {name}"
                );
            if (!seen.Add(name))
                return;
            var target = known.GetValueOrDefault(name) ?? throw new WorkflowException(Unknown(name, known.Keys));
            open.Add(name);
            foreach (var needed in target.DependsOn)
                Visit(needed);
            open.RemoveAt(open.Count - 1);
            closure.Add(target);
        }
    }

    private static string Unknown(string name, IReadOnlyCollection<string> known) =>
        $"there is no target \"{name}\": the targets are {string.Join(", ", known.Order(StringComparer.Ordinal))}";
}
