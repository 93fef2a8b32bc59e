using Nuke.Common.Execution;

namespace Nuke.Common;

/// <summary>A target of a build: what it is, when it runs and what it does, told to a definition.</summary>
/// <example><code>Target Compile => _ => _.DependsOn(Restore).Executes(() => { });</code></example>
public delegate ITargetDefinition Target(ITargetDefinition definition);

/// <summary>Questions to lists of targets.</summary>
public static class ExecutableTargetExtensions
{
    /// <summary>Whether the target is among them.</summary>
    public static bool Contains(this IEnumerable<ExecutableTarget> targets, Target target) =>
        targets.Any(candidate => candidate.Factory.Equals(target));
}
