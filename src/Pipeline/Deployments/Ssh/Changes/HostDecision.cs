using Pipeline.Deployments.Ssh.Hosts;
using Pipeline.Deployments.Ssh.Releases;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Ssh.Changes;

/// <summary>The decision about a service on the hosts.</summary>
internal abstract record HostDecision
{
    private HostDecision() { }

    /// <summary>Nothing is changed.</summary>
    /// <param name="Result">The step's result.</param>
    public sealed record Leave(StepResult Result) : HostDecision;

    /// <summary>All hosts get a release.</summary>
    /// <param name="Entry">What their logs get; it names the release.</param>
    /// <param name="Release">The release; null where every host has it.</param>
    /// <param name="Remark">What the result says besides; empty for nothing.</param>
    public sealed record Activate(LogEntry Entry, Release? Release, string Remark = "") : HostDecision;

    /// <summary>The logs of all hosts get an entry, and nothing else changes.</summary>
    /// <param name="Entry">The entry.</param>
    /// <param name="Remark">What the result says.</param>
    public sealed record Record(LogEntry Entry, string Remark) : HostDecision;
}
