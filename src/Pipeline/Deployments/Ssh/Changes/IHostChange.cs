using Pipeline.Deployments.Ssh.Hosts;

namespace Pipeline.Deployments.Ssh.Changes;

/// <summary>A change of a service on all hosts of an environment.</summary>
internal interface IHostChange
{
    /// <summary>Decides on the state of the hosts; called again where that changed meanwhile.</summary>
    Task<HostDecision> Decide(ImmutableArray<HostedService> hosts);
}
