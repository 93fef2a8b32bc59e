using Nuke.Common.Execution;
using Pipeline.Execution.Graph;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Preview;

/// <summary>Finds the targets that would run for each service.</summary>
internal static class PreviewSteps
{
    /// <summary>A target and its dependencies, as far as they work on services and are not skipped.</summary>
    /// <param name="target">The target.</param>
    /// <param name="skipped">The names of targets to skip; empty: all dependencies; null: none.</param>
    /// <returns>Names, each after those that it depends on.</returns>
    public static ImmutableArray<string> Of(ExecutableTarget target, IReadOnlyCollection<string>? skipped) =>
        Of(target, skipped, name => DeclaredTargets.Find(name) is not null);

    internal static ImmutableArray<string> Of(
        ExecutableTarget target,
        IReadOnlyCollection<string>? skipped,
        Func<string, bool> worksOnServices
    ) =>
        [
            .. Needed(target, skipped)
                .Where(needed => needed.Runs && worksOnServices(needed.Target.Name))
                .Select(needed => needed.Target.Name),
        ];

    /// <summary>The same targets as planned, including those that are skipped or do not work on services.</summary>
    internal static ImmutableArray<PlannedTarget> Plan(ExecutableTarget target, IReadOnlyCollection<string>? skipped) =>
        [
            .. Needed(target, skipped)
                .Select(needed =>
                    PlannedTarget.From(needed.Target) is var planned && needed.Runs
                        ? planned
                        : planned with
                        {
                            Steps = null,
                        }
                ),
        ];

    private static List<NeededTarget> Needed(ExecutableTarget target, IReadOnlyCollection<string>? skipped)
    {
        var seen = new HashSet<ExecutableTarget>();
        var needed = new List<NeededTarget>();
        Visit(target);
        return needed;

        void Visit(ExecutableTarget next)
        {
            if (!seen.Add(next))
                return;
            foreach (var dependency in next.ExecutionDependencies)
                Visit(dependency);
            needed.Add(new(next, !IsSkipped(next) && next.StaticConditions.All(known => known.Delegate())));
        }

        // Like NUKE: dashes and case do not matter, and no name means every target that was not invoked.
        bool IsSkipped(ExecutableTarget next) =>
            skipped is { Count: 0 }
                ? next != target
                : skipped?.Any(name =>
                    name.Replace("-", "", StringComparison.Ordinal)
                        .Equals(next.Name, StringComparison.OrdinalIgnoreCase)
                )
                    ?? false;
    }

    private sealed record NeededTarget(ExecutableTarget Target, bool Runs);
}
