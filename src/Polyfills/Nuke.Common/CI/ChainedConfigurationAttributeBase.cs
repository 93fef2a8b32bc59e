#nullable disable annotations

using Nuke.Common.Execution;

namespace Nuke.Common.CI;

/// <summary>Base for configurations that make one job of each target.</summary>
public abstract class ChainedConfigurationAttributeBase : ConfigurationAttributeBase
{
    /// <inheritdoc/>
    public override IEnumerable<string> IrrelevantTargetNames => NonEntryTargets.Concat(ExcludedTargets);

    /// <summary>Targets that have no job of their own and run in those of the targets that need them.</summary>
    public string[] NonEntryTargets { get; set; } = [];

    /// <summary>Targets that no job runs.</summary>
    public string[] ExcludedTargets { get; set; } = [];

    /// <summary>Targets that the job of this one runs, in their order.</summary>
    protected IEnumerable<ExecutableTarget> GetInvokedTargets(
        ExecutableTarget executableTarget,
        IReadOnlyCollection<ExecutableTarget> relevantTargets
    )
    {
        var invoked = new List<ExecutableTarget> { executableTarget };
        for (var i = 0; i < invoked.Count; i++)
        {
            var without = invoked[i]
                .ExecutionDependencies.Concat(invoked[i].Triggers)
                .Where(target => NonEntryTargets.Contains(target.Name) && !ExcludedTargets.Contains(target.Name));
            invoked.AddRange(without.Except(invoked).ToList());
        }

        return invoked.Skip(1).FirstOrDefault(target => target.PartitionSize is not null) is { } split
            ? throw new InvalidOperationException(
                $"'{split.Name}' is split into parts and cannot run in the job of '{executableTarget.Name}'."
            )
            : ExecutionPlanner.GetExecutionPlan(invoked, [executableTarget.Name]);
    }

    /// <summary>Targets whose jobs that of this one waits for.</summary>
    protected IEnumerable<ExecutableTarget> GetTargetDependencies(ExecutableTarget executableTarget) =>
        executableTarget.ExecutionDependencies.ExceptBy(IrrelevantTargetNames, target => target.Name);
}
