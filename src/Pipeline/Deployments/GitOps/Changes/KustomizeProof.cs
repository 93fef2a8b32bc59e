using Nuke.Common.IO;
using Pipeline.Deployments.GitOps.Rendering;
using Pipeline.Deployments.GitOps.Search;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>Has kubectl render kustomizations.</summary>
/// <param name="step">The step.</param>
internal sealed class KustomizeProof(StepContext step) : IRenderProof
{
    /// <inheritdoc />
    public string Program => "kubectl";

    /// <inheritdoc />
    public IEnumerable<string> Reads(ServiceManifests service) =>
        Rendered(service).SelectMany(found => service.Places!.Manifests.Kustomizations.ReadBy(found.Kustomization!));

    /// <inheritdoc />
    public async Task<IEnumerable<RenderRefusal>> Refuse(
        ImmutableArray<ServiceManifests> services,
        AbsolutePath before,
        AbsolutePath after
    )
    {
        var refusals = new List<RenderRefusal>();
        foreach (
            var claims in services
                .SelectMany(service => Rendered(service).Select(found => (Service: service, Found: found)))
                .GroupBy(claim => claim.Found.Kustomization!)
        )
            if (await Render(after, claims.Key) is { } containers)
                foreach (var (service, found) in claims)
                    if (found.Refusal(containers, service.Wanted) is { } refusal)
                        refusals.Add(new(service, refusal));
        return refusals;
    }

    // kubectl would fetch what the repository does not have.
    private static IEnumerable<FoundImage> Rendered(ServiceManifests service) =>
        (service.Places?.Rendered ?? []).Where(found =>
            service.Places!.Manifests.Kustomizations.Render(found.Kustomization!).IsWhole
        );

    // Null where it cannot be rendered here, such as with files from outside of its folder.
    private async Task<ImmutableArray<StatedContainer>?> Render(AbsolutePath folder, string kustomization)
    {
        var output = folder.Parent! / "rendered.yaml";
        var outcome = await step.RunOwn(new(Program, "kustomize", folder / kustomization, "--output", output));
        return outcome.Succeeded ? StatedContainer.In(await File.ReadAllBytesAsync(output, step.Cancellation)) : null;
    }
}
