using Pipeline.Catalog;
using Pipeline.Deployments.Ssh.Hosts;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Ssh.Changes;

/// <summary>Removes the pin of a rollback on hosts; what runs there stays.</summary>
/// <param name="step">The service's step.</param>
/// <param name="entry">What the log gets.</param>
internal sealed class PinRemoval(StepContext step, LogEntry entry) : IHostChange
{
    /// <inheritdoc />
    public Task<HostDecision> Decide(ImmutableArray<HostedService> hosts) =>
        Task.FromResult<HostDecision>(
            hosts.Select(host => LogEntry.PinOf(host.Log)).FirstOrDefault(pin => pin is not null) is { } pin
                ? new HostDecision.Record(entry, $"released, it was {pin}")
                : new HostDecision.Leave(
                    StepResult.PassedWith($"{step.Service.Name} is not pinned in {step.Environment.Name}")
                )
        );
}
