using Pipeline.Deployments.Ecs.Services;

namespace Pipeline.Deployments.Ecs.Changes;

/// <summary>A change of a service in its cluster.</summary>
internal interface IServiceChange
{
    /// <summary>Decides on what runs, once no deployment is under way.</summary>
    Task<ServiceDecision> Decide(RunningRevision running);
}
