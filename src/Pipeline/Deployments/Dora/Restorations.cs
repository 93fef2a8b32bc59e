using Pipeline.Deployments.History;

namespace Pipeline.Deployments.Dora;

/// <summary>The deployments that took others back, or mended them.</summary>
internal sealed class Restorations
{
    private readonly Dictionary<(string Service, string Environment, string Commit), Deployment> byReverted = [];

    public Restorations(IEnumerable<Deployment> deployments)
    {
        // The first to take one back counts, as long as it lasted.
        foreach (var deployment in deployments.OrderBy(deployment => deployment.Time))
            if (deployment.Service.Reverts is { } reverted)
                byReverted.TryAdd((deployment.Service.Service, deployment.Trailers.Environment, reverted), deployment);
    }

    /// <summary>What ended the failure that a deployment brought; null where it brought none.</summary>
    public Deployment? Of(Deployment deployment)
    {
        Deployment? end = null;
        var seen = new HashSet<string>();
        // What was meant to mend and was taken back itself has ended nothing.
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
