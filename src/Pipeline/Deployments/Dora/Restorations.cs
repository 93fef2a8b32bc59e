using Pipeline.Deployments.History;

namespace Pipeline.Deployments.Dora;

/// <summary>The deployments that reverted or fixed others.</summary>
internal sealed class Restorations
{
    private readonly Dictionary<(string Service, string Environment, string Commit), DeploymentRecord> byReverted = [];

    public Restorations(IEnumerable<DeploymentRecord> deployments)
    {
        // The first revert counts, unless it was reverted itself.
        foreach (var deployment in deployments.OrderBy(deployment => deployment.Time))
            if (deployment.Service.Reverts is { } reverted)
                byReverted.TryAdd((deployment.Service.Service, deployment.Trailers.Environment, reverted), deployment);
    }

    /// <summary>The deployment that ended the failure of another one; null where it did not fail.</summary>
    public DeploymentRecord? Of(DeploymentRecord deployment)
    {
        DeploymentRecord? end = null;
        var seen = new HashSet<string>();
        // A reverted fix does not count.
        for (var next = deployment; seen.Add(next.Commit); )
        {
            var key = (next.Service.Service, next.Trailers.Environment, next.Commit);
            if (!byReverted.TryGetValue(key, out var restoration))
                break;
            end = next = restoration;
        }

        return end;
    }
}
