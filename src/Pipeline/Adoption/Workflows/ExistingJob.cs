using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Workflows;

/// <summary>A job of a workflow.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Key">Its key, and the job's place.</param>
/// <param name="Map">What it states.</param>
internal sealed record ExistingJob(ExistingWorkflow Workflow, ManifestScalar Key, ManifestMap Map)
{
    /// <summary>The workflow that it calls; null for a job with steps.</summary>
    public ManifestScalar? Calls => Map["uses"] as ManifestScalar;

    /// <summary>The steps, in their order.</summary>
    public ImmutableArray<ExistingStep> Steps =>
        field.IsDefault
            ? field = [
                .. ((Map["steps"] as ManifestList)?.Items ?? [])
                    .OfType<ManifestMap>()
                    .Select(map => new ExistingStep(this, map)),
            ]
            : field;

    /// <summary>What its steps run, command by command.</summary>
    public IEnumerable<(ExistingStep Step, ScriptCommand Command)> Commands =>
        Steps.SelectMany(step => step.Commands.Select(command => (step, command)));

    /// <summary>True where commits or runs exclude one another.</summary>
    public bool HasConcurrency => Map["concurrency"] is not null || Workflow.Map["concurrency"] is not null;

    /// <summary>The shell of its steps; null for that of the runner.</summary>
    public string? Shell => ShellOf(Map) ?? ShellOf(Workflow.Map);

    private static string? ShellOf(ManifestMap map) =>
        ((map["defaults"] as ManifestMap)?["run"] as ManifestMap)?.Text("shell");
}
