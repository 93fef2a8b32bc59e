using Nuke.Common.Execution;
using Pipeline.Execution;

namespace Pipeline.Reporting;

/// <summary>Tells which targets would run for each service, without scheduling them.</summary>
public static class PreviewSteps
{
    /// <summary>The targets that a target needs, and itself, as far as they work on services and are not skipped.</summary>
    /// <param name="target">The target.</param>
    /// <param name="skipped">The names of targets to skip; empty: all that are only needed; null: none.</param>
    /// <returns>Names, each after those that it depends on.</returns>
    public static ImmutableArray<string> Of(ExecutableTarget target, IReadOnlyCollection<string>? skipped) =>
        Of(target, skipped, name => ServiceTargets.Find(name) is not null);

    internal static ImmutableArray<string> Of(
        ExecutableTarget target,
        IReadOnlyCollection<string>? skipped,
        Func<string, bool> worksOnServices
    )
    {
        var seen = new HashSet<ExecutableTarget>();
        var steps = ImmutableArray.CreateBuilder<string>();
        Visit(target);
        return steps.ToImmutable();

        void Visit(ExecutableTarget next)
        {
            if (!seen.Add(next))
                return;
            foreach (var dependency in next.ExecutionDependencies)
                Visit(dependency);
            if (worksOnServices(next.Name) && !IsSkipped(next) && next.StaticConditions.All(known => known.Delegate()))
                steps.Add(next.Name);
        }

        // As NUKE does: dashes and case do not matter, and no name at all means every target that was not asked for.
        bool IsSkipped(ExecutableTarget next) =>
            skipped is { Count: 0 }
                ? next != target
                : skipped?.Any(name =>
                    name.Replace("-", "", StringComparison.Ordinal)
                        .Equals(next.Name, StringComparison.OrdinalIgnoreCase)
                )
                    ?? false;
    }
}
