#nullable disable annotations

using System.Diagnostics;
using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Utilities.Collections;

namespace Nuke.Common.Execution;

/// <summary>A target of a build object, with what it is and how far it has come.</summary>
[DebuggerDisplay("{Name} ({Status})")]
public class ExecutableTarget
{
    /// <summary>The property of the build that declares it.</summary>
    public MemberInfo Member { get; set; }

    /// <summary>Name of the property.</summary>
    public string Name { get; set; }

    /// <summary>One line for the help; null where there is none.</summary>
    public string Description { get; set; }

    /// <summary>Whether the help shows it.</summary>
    public bool Listed { get; set; }

    /// <summary>The <see cref="Target"/> that the property returned.</summary>
    public Delegate Factory { get; set; }

    /// <summary>Conditions checked when its turn has come, with their source text.</summary>
    public List<(string Text, Func<bool> Delegate)> DynamicConditions { get; internal set; } = [];

    /// <summary>Conditions checked before the first target starts, with their source text.</summary>
    public List<(string Text, Func<bool> Delegate)> StaticConditions { get; internal set; } = [];

    /// <summary>What becomes of its dependencies when it is skipped.</summary>
    public DependencyBehavior DependencyBehavior { get; internal set; }

    /// <summary>Whether it runs even after a failure.</summary>
    public bool AssuredAfterFailure { get; internal set; }

    /// <summary>Whether the run goes on after it has failed.</summary>
    public bool ProceedAfterFailure { get; internal set; }

    /// <summary>Parameters and facts that it requires.</summary>
    public List<LambdaExpression> DelegateRequirements { get; internal set; } = [];

    /// <summary>What it does, in this order.</summary>
    public List<Action> Actions { get; internal set; } = [];

    /// <summary>Targets that run before it whenever it runs.</summary>
    public List<ExecutableTarget> ExecutionDependencies { get; } = [];

    /// <summary>Targets that go before it when both run.</summary>
    public List<ExecutableTarget> OrderDependencies { get; } = [];

    /// <summary>Targets that make it run after them.</summary>
    public List<ExecutableTarget> TriggerDependencies { get; } = [];

    /// <summary>Targets that it makes run after itself.</summary>
    public List<ExecutableTarget> Triggers { get; } = [];

    /// <summary>All targets that go before it: execution, order and trigger dependencies.</summary>
    public IReadOnlyCollection<ExecutableTarget> AllDependencies =>
        [.. ExecutionDependencies, .. OrderDependencies, .. TriggerDependencies];

    /// <summary>Files that it uses, by the target that leaves them.</summary>
    public LookupTable<ExecutableTarget, string> ArtifactDependencies { get; internal set; } = new();

    /// <summary>Files that it leaves.</summary>
    public List<string> ArtifactProducts { get; internal set; } = [];

    /// <summary>Number of parts that a workflow can split it into; null where it cannot.</summary>
    public int? PartitionSize { get; set; }

    /// <summary>Time it has taken so far.</summary>
    public TimeSpan Duration => Stopwatch.Elapsed;

    /// <summary>Whether it runs when no target is named.</summary>
    public bool IsDefault { get; set; }

    /// <summary>How far it has come.</summary>
    public ExecutionStatus Status { get; set; }

    /// <summary>Whether it was named, and not only needed by one that was.</summary>
    public bool Invoked { get; set; }

    /// <summary>What the closing summary says about it.</summary>
    public Dictionary<string, string> SummaryInformation { get; internal set; } = [];

    /// <summary>Why it is skipped, other than by a condition; null where it is not.</summary>
    public string Skipped
    {
        get => SummaryInformation.GetValueOrDefault(nameof(Skipped));
        set => Summarize(nameof(Skipped), value);
    }

    /// <summary>Conditions that did not hold; null where there are none.</summary>
    public string OnlyWhen
    {
        get => SummaryInformation.GetValueOrDefault(nameof(OnlyWhen));
        set => Summarize(nameof(OnlyWhen), value);
    }

    internal TargetDefinition Definition { get; init; }

    internal Stopwatch Stopwatch { get; } = new();

    private void Summarize(string key, string value)
    {
        if (value is not null)
            SummaryInformation[key] = value;
    }
}
