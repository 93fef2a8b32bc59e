using System.Text;
using Nuke.Common.IO;
using Pipeline.Deployments.GitOps.Rendering;
using Pipeline.Deployments.GitOps.Search;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;

namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>Has helm render charts: an edit of values must change images to the wanted one, and to no other.</summary>
/// <param name="step">The step.</param>
internal sealed class HelmProof(StepContext step) : IRenderProof
{
    /// <summary>The program's name.</summary>
    public const string Helm = "helm";

    /// <inheritdoc />
    public string Program => Helm;

    /// <inheritdoc />
    public IEnumerable<string> Reads(ServiceManifests service) =>
        (service.Places?.Charts ?? []).SelectMany(values =>
            new[] { values.Chart, values.Image.File.Path, values.Given }
        );

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
        {
            var (old, @new) = (await Render(before, values), await Render(after, values));
            // What could not be rendered before either may need charts that have to be fetched.
            var refusal =
                @new.Succeeded ? values.Refusal(Containers(old), Containers(@new)!.Value, service.Wanted)
                : old.Succeeded ? values.Unrenderable(@new.Error)
                : null;
            if (refusal is not null)
                refusals.Add(new(service, refusal));
        }

        return refusals;
    }

    private static ImmutableArray<StatedContainer>? Containers(CommandOutcome rendered) =>
        rendered.Succeeded ? StatedContainer.In(Encoding.UTF8.GetBytes(rendered.Output)) : null;

    private Task<CommandOutcome> Render(AbsolutePath folder, ChartValues values)
    {
        var home = $"{folder.Parent}";
        return step.RunOwn(
            new(Program, "template", "pipeline", folder / values.Chart, "--values", folder / values.Given)
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
    }
}
