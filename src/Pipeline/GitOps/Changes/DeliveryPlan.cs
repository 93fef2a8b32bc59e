using Pipeline.Deployments.Decisions;

namespace Pipeline.GitOps.Changes;

/// <summary>What a delivery makes of the manifests of one commit: <c>Bump</c> writes it, and a forecast shows it.</summary>
/// <param name="services">The services, and the images that they are to get.</param>
/// <param name="ageOf">The age of the builds that the manifests name.</param>
internal sealed class DeliveryPlan(ImmutableArray<ServiceManifests> services, Func<string, BuildAge> ageOf)
{
    private readonly ImmutableArray<(ServiceManifests Service, Decision Decision)> decided =
    [
        .. services.Select(service => (service, service.Situation.Decide(ageOf))),
    ];

    /// <summary>The edits of those that change.</summary>
    public ManifestEdits Edits =>
        field ??= new(decided.Where(one => one.Decision is Decision.Change).Select(one => one.Service));

    /// <summary>The decision for each service, in their order.</summary>
    public IEnumerable<(ServiceManifests Service, Decision Decision)> Decisions =>
        decided.Select(one =>
            Edits.RefusalOf(one.Service) is { } refusal ? (one.Service, new Decision.Refused(refusal)) : one
        );
}
