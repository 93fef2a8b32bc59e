using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Workflows;

/// <summary>A step of a job.</summary>
/// <param name="Job">The job.</param>
/// <param name="Map">What it states.</param>
internal sealed record ExistingStep(ExistingJob Job, ManifestMap Map)
{
    /// <summary>The action with its version; null for a step with commands.</summary>
    public ManifestScalar? Uses => Map["uses"] as ManifestScalar;

    /// <summary>The action, without its version; empty for a step with commands.</summary>
    public string Action => Uses?.Value.Split('@')[0] ?? "";

    /// <summary>The commands; null for a step with an action.</summary>
    public ManifestScalar? Run => Map["run"] as ManifestScalar;

    /// <summary>The shell; null for that of the runner, which does not fail with a command before a pipe.</summary>
    public string? Shell => Map.Text("shell") ?? Job.Shell;

    /// <summary>What it runs, command by command.</summary>
    public ImmutableArray<ScriptCommand> Commands =>
        field.IsDefault ? field = Run is null ? [] : Script.Read(Run) : field;

    /// <summary>An input of the action; null where it is not given.</summary>
    public ManifestScalar? With(string input) => (Map["with"] as ManifestMap)?[input] as ManifestScalar;

    /// <summary>Its place.</summary>
    public int Line => Map.Entries.Select(entry => entry.Key?.Line).FirstOrDefault() ?? Job.Key.Line;
}
