using System.Text;
using Nuke.Common.IO;
using Pipeline.Deployments.GitOps.Rendering;
using Pipeline.Deployments.GitOps.Search;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>Has helm render charts: an edit of values must change images to the wanted one, and to no other.</summary>
/// <param name="step">The step.</param>
internal sealed class HelmProof(StepContext step) : IRenderProof
{
    /// <inheritdoc />
    public string Program => "helm";

    /// <inheritdoc />
    public IEnumerable<string> Reads(ServiceManifests service) =>
        (service.Places?.Charts ?? []).SelectMany(values => new[] { values.Chart, values.Image.File.Path });

    /// <inheritdoc />
    public async Task<IEnumerable<RenderRefusal>> Refuse(
        ImmutableArray<ServiceManifests> services,
        AbsolutePath before,
        AbsolutePath after
    )
    {
        var refusals = new List<RenderRefusal>();
        foreach (var service in services.Where(service => service.Places is not null))
        foreach (var values in service.Places!.Charts.Where(values => service.Replaced.Contains(values.Image)))
            if (
                await Render(after, values) is { } rendered
                && values.Refusal(await Render(before, values), rendered, service.Wanted) is { } refusal
            )
                refusals.Add(new(service, refusal));
        return refusals;
    }

    // Null where it cannot be rendered here, such as with charts that have to be fetched.
    private async Task<ImmutableArray<StatedContainer>?> Render(AbsolutePath folder, ChartValues values)
    {
        var home = $"{folder.Parent}";
        var outcome = await step.Run(
            new(Program, "template", "pipeline", folder / values.Chart, "--values", folder / values.Image.File.Path)
            {
                Variables = new Dictionary<string, string?>
                {
                    ["HELM_CACHE_HOME"] = home,
                    ["HELM_CONFIG_HOME"] = home,
                    ["HELM_DATA_HOME"] = home,
                }.ToImmutableDictionary(),
            },
            _ => null
        );
        return outcome.Succeeded ? StatedContainer.In(Encoding.UTF8.GetBytes(outcome.Output)) : null;
    }
}
