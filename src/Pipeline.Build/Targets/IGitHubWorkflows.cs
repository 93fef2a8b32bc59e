using Nuke.Common;
using Pipeline.Build.Run;
using Pipeline.Workflows;

namespace Pipeline.Build.Targets;

/// <summary>The targets that write the workflows of GitHub Actions, and serve their jobs.</summary>
public interface IGitHubWorkflows : IPipelineBuild
{
    /// <summary>True where nothing is to be changed.</summary>
    [Parameter("Workflows: changes nothing, and fails where it would", Name = "Check")]
    bool ChecksWorkflows => TryGetValue<bool?>(() => ChecksWorkflows) ?? false;

    /// <summary>How the jobs of a workflow ended.</summary>
    [Parameter("Gate: the jobs of a workflow and how they ended, as in \"plan=success verify=skipped\"")]
    string? Results => TryGetValue(() => Results);

    /// <summary>The workflow to explain; null: all of them.</summary>
    [Parameter("Explain: the workflow. Default: all of them")]
    string? Workflow => TryGetValue(() => Workflow);

    /// <summary>Writes the workflows.</summary>
    Target Workflows => _ => _
        .Description("Writes the workflows of GitHub Actions, as the targets and their attributes have them")
        .Executes(() =>
        {
            if (ChecksWorkflows)
                WorkflowFiles.Check(this, Console.Out);
            else
                WorkflowFiles.Write(this, Console.Out);
        });

    /// <summary>Fails where <see cref="Workflows"/> would change something.</summary>
    Target CheckWorkflows => _ => _
        .Description("Fails where Workflows would change something, and shows what")
        .Executes(() => WorkflowFiles.Check(this, Console.Out));

    /// <summary>Tells what the jobs of a workflow run and may.</summary>
    Target Explain => _ => _
        .Description("Tells what the jobs of a workflow run, and why each has its rights")
        .Executes(() => WorkflowFiles.Explain(
            this,
            Workflow,
            Console.Out,
            Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY")
        ));

    /// <summary>The one check to require.</summary>
    Target Gate => _ => _
        .Description("Fails where a job of the workflow did not go well: the one check to require")
        .Executes(() => JobResults.Require(Results, Console.Out));
}
