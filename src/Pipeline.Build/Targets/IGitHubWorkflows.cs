using Nuke.Common;
using Pipeline.Aws.Iam;
using Pipeline.Build.Run;
using Pipeline.Workflows;

namespace Pipeline.Build.Targets;

/// <summary>The targets that write the workflows of GitHub Actions, and serve their jobs.</summary>
public interface IGitHubWorkflows : IPipelineBuild
{
    /// <summary>True to change nothing.</summary>
    [Parameter("Workflows: changes nothing, and fails if it would", Name = "Check")]
    bool ChecksWorkflows => TryGetValue<bool?>(() => ChecksWorkflows) ?? false;

    /// <summary>The results of a workflow's jobs.</summary>
    [Parameter("Gate: the results of a workflow's jobs, such as \"plan=success verify=skipped\"")]
    string? Results => TryGetValue(() => Results);

    /// <summary>The workflow to explain; null: all of them.</summary>
    [Parameter("Explain: the workflow. Default: all")]
    string? Workflow => TryGetValue(() => Workflow);

    /// <summary>GitHub's ids of the owner and of the repository; null where they are not known.</summary>
    [Parameter("IamPolicies: GitHub's ids of owner and repository, OWNER-ID/REPOSITORY-ID, which subjects of later repositories have. Default: subjects without ids")]
    string? RepositoryIds => TryGetValue(() => RepositoryIds);

    /// <summary>Writes the workflows.</summary>
    Target Workflows => _ => _
        .Description("Generates the GitHub Actions workflows from the targets and their attributes")
        .Executes(() =>
        {
            if (ChecksWorkflows)
                WorkflowFiles.Check(this, Console.Out);
            else
                WorkflowFiles.Write(this, Console.Out);
        });

    /// <summary>Fails if <see cref="Workflows"/> would change a file.</summary>
    Target CheckWorkflows => _ => _
        .Description("Fails if Workflows would change a file, and shows the difference")
        .Executes(() => WorkflowFiles.Check(this, Console.Out));

    /// <summary>Explains what the jobs of a workflow run, and their permissions.</summary>
    Target Explain => _ => _
        .Description("Explains what the jobs of a workflow run, and why each has its permissions")
        .Executes(() => WorkflowFiles.Explain(
            this,
            Workflow,
            Console.Out,
            Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY")
        ));

    /// <summary>Writes the policies of the roles that the workflows assume.</summary>
    Target IamPolicies => _ => _
        .Description("Writes the trust and permissions policies of the AWS roles that the workflows assume, for Amazon ECR")
        .Executes(() => PolicyFiles.Write(Platform, RepositoryIds, Artifacts / "iam", Console.Out));

    /// <summary>The one check to require.</summary>
    Target Gate => _ => _
        .Description("Fails if a job of the workflow failed or was cancelled: the one check to require")
        .Executes(() => JobResults.Require(Results, Console.Out));
}
