using Nuke.Common.Execution;
using Pipeline.Execution;
using Pipeline.Execution.Cache;
using Pipeline.Execution.Graph;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Preview;

/// <summary>Finds the steps of a delivery that the cache would replay.</summary>
internal static class PreviewCache
{
    /// <summary>
    /// The steps with cached results, by the same keys as a run. Nothing runs except tools whose version is not known
    /// yet, and nothing is written. A given shared store is asked.
    /// </summary>
    /// <param name="options">The scope of the run.</param>
    /// <param name="target">The target that would be run.</param>
    /// <param name="skipped">As for <see cref="PreviewSteps"/>.</param>
    public static async Task<ImmutableHashSet<StepKey>> Find(
        RunOptions options,
        ExecutableTarget target,
        IReadOnlyCollection<string>? skipped
    )
    {
        if (options.Cache is not { } cache)
            return [];
        // Targets after the last cacheable one do not matter.
        var plan = PreviewSteps.Plan(target, skipped);
        var last = plan.LastOrDefault(planned => planned.Steps is { Inputs.IsEmpty: false });
        var nodes = StepGraph.Expand(
            [.. plan.Take(last is null ? 0 : plan.IndexOf(last) + 1)],
            options.Selected,
            options.Platform
        );
        await using var kept = new KeptSteps(options, cache);
        return await kept.Among(nodes);
    }
}
