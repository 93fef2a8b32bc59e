using Pipeline.Deployments.Decisions;

namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>
/// A delivery, planned on the manifests of one commit: <c>Bump</c> writes it, and a forecast shows it.
/// </summary>
internal sealed class DeliveryPlan
{
    private readonly ImmutableArray<PlannedDelivery> decided;

    /// <param name="services">The services, and the images that they should get.</param>
    /// <param name="ageOf">The ages of builds in the manifests.</param>
    public DeliveryPlan(ImmutableArray<ServiceManifests> services, Func<string, BuildAge> ageOf)
    {
        decided = [.. services.Select(service => new PlannedDelivery(service, service.Situation.Decide(ageOf)))];
        Edits = new(decided.Where(planned => planned.Decision is Decision.Change).Select(planned => planned.Manifests));
    }

    /// <summary>The edits of the services that change.</summary>
    public ManifestEdits Edits { get; }

    /// <summary>The decision for each service, in their order; a refused edit counts as one.</summary>
    public IEnumerable<PlannedDelivery> Deliveries =>
        decided.Select(planned =>
            Edits.RefusalOf(planned.Manifests) is { } refusal
                ? planned with
                {
                    Decision = new Decision.Refused(refusal),
                }
                : planned
        );
}

/// <summary>The plan for a service.</summary>
/// <param name="Manifests">Its images.</param>
/// <param name="Decision">The decision.</param>
internal sealed record PlannedDelivery(ServiceManifests Manifests, Decision Decision);
