using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting.Html;

/// <summary>The graph of targets behind the steps of a run, laid out in layers.</summary>
/// <param name="Nodes">The targets, layer by layer.</param>
/// <param name="Edges">The edges, transitively reduced.</param>
internal sealed record TargetLayout(ImmutableArray<PlacedTarget> Nodes, ImmutableArray<TargetEdge> Edges)
{
    /// <summary>
    /// Merges the steps of all services into their targets. Edges between services are left out: they could form cycles
    /// that no service has.
    /// </summary>
    public static TargetLayout Of(ImmutableArray<ReportStep> steps)
    {
        var targets = steps.Select(step => step.Key.Target).Distinct().ToArray();
        var needs = targets.ToDictionary(target => target, _ => new HashSet<string>(StringComparer.Ordinal));
        foreach (var step in steps)
        foreach (var predecessor in step.Predecessors)
            if (
                predecessor.Service == step.Key.Service
                && predecessor.Target != step.Key.Target
                && needs.ContainsKey(predecessor.Target)
            )
                needs[step.Key.Target].Add(predecessor.Target);

        var layers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var target in targets)
            Layer(target, needs, layers);

        var nodes = targets
            .GroupBy(target => layers[target])
            .OrderBy(layer => layer.Key)
            .SelectMany(layer => layer.Select((target, row) => new PlacedTarget(target, layer.Key, row)));
        var edges = targets.SelectMany(target =>
            needs[target].Where(need => !Follows(need, target, needs)).Select(need => new TargetEdge(need, target))
        );
        return new([.. nodes], [.. edges]);
    }

    // The placeholder ends the recursion where steps are inconsistent.
    private static int Layer(string target, Dictionary<string, HashSet<string>> needs, Dictionary<string, int> layers)
    {
        if (layers.TryGetValue(target, out var known))
            return known;

        layers[target] = 0;
        return layers[target] = needs[target].Select(need => Layer(need, needs, layers) + 1).DefaultIfEmpty(0).Max();
    }

    private static bool Follows(string need, string target, Dictionary<string, HashSet<string>> needs)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(needs[target].Where(other => other != need));
        while (open.TryPop(out var next))
            if (seen.Add(next))
                foreach (var further in needs[next])
                    open.Push(further);
        return seen.Contains(need);
    }
}

/// <summary>A target and its place in the layout.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Layer">The length of the longest path to it, from 0.</param>
/// <param name="Row">Its place within the layer, from 0.</param>
internal sealed record PlacedTarget(string Target, int Layer, int Row);

/// <summary>An edge between targets.</summary>
/// <param name="From">The dependency.</param>
/// <param name="To">The dependent.</param>
internal sealed record TargetEdge(string From, string To);
