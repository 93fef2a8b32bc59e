using Pipeline.Execution.Steps;

namespace Pipeline.Execution.Graph;

/// <summary>The order in which targets start and are shown.</summary>
internal static class TargetOrder
{
    /// <summary>
    /// Sorts targets by the length of their longest chain of dependencies, then by declaration: NUKE
    /// orders by dependencies alone.
    /// </summary>
    /// <param name="plan">Targets, each after those it depends on.</param>
    public static ImmutableArray<PlannedTarget> Of(ImmutableArray<PlannedTarget> plan)
    {
        var depths = new Dictionary<string, int>();
        foreach (var target in plan)
            depths[target.Name] = target
                .Dependencies.Select(name => depths.GetValueOrDefault(name, -1) + 1)
                .DefaultIfEmpty()
                .Max();
        return [.. plan.OrderBy(target => depths[target.Name]).ThenBy(target => DeclaredTargets.PlaceOf(target.Name))];
    }
}
