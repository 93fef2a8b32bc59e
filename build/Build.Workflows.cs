using Nuke.Common;
using Pipeline.Build.Delivery;
using Pipeline.Catalog;
using Pipeline.Foundation.Git;
using Pipeline.Workflows;
using Pipeline.Workflows.Pins;

/// <summary>The targets as GitHub Actions workflows: which there are, what they are for, and what jobs are called.</summary>
[TargetGraph]
[PullRequestWorkflow(Targets = [nameof(Test), nameof(Lint), nameof(Sast), nameof(Sca)])]
[DeliverWorkflow(Targets = [nameof(Bump)], Sync = nameof(Verify), Promote = nameof(Promote))]
[PromoteWorkflow(Targets = [nameof(Promote)])]
[RollbackWorkflow(Targets = [nameof(Rollback)])]
[NightlyWorkflow(Targets = [nameof(Scan), nameof(Drift), nameof(Rescan)])]
[RepositoryWorkflow(Targets = [nameof(Verify)])]
[GitHubWorkflow("check", Targets = [nameof(Check)], PullRequestsTo = ["main"], Gate = nameof(Gate), Comment = "What has to hold before a change of Pipeline itself lands.")]
[GitHubWorkflow("release", Targets = [nameof(PublishRelease)], Tags = ["v*"], Environment = "release", Gate = nameof(Gate), Comment = "Releases Pipeline itself, from a tag.")]
sealed partial class Build : IPlatformBuild
{
    private const string VerifyJob = "verify";
    private const string ImageJob = "image";
    private const string AuditJob = "audit";

    // What steps hand over to those of later jobs.
    private const string HandoverFolder = "artifacts/handover";

    [Parameter("Workflows: changes nothing, and fails where it would", Name = "Check")]
    readonly bool IsCheck;

    [Parameter("Gate: the jobs of a workflow and how they ended, as in \"plan=success verify=skipped\"")]
    readonly string? Results;

    [Parameter("Explain: the workflow. Default: all of them")]
    readonly string? Workflow;

    Platform IPlatformBuild.Platform => Platform;

    Target Workflows => _ => _
        .Description("Writes the workflows of GitHub Actions, as the targets and their attributes have them")
        .Executes(() =>
        {
            if (IsCheck)
                WorkflowFiles.Check(this, Console.Out);
            else
                WorkflowFiles.Write(this, Console.Out);
        });

    Target CheckWorkflows => _ => _
        .Description("Fails where Workflows would change something, and shows what")
        .Executes(() => WorkflowFiles.Check(this, Console.Out));

    Target Explain => _ => _
        .Description("Tells what the jobs of a workflow run, and why each has its rights")
        .Executes(() => WorkflowFiles.Explain(
            this,
            Workflow,
            Console.Out,
            System.Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY")
        ));

    Target UpdateActions => _ => _
        .Description("Moves the pinned actions of the workflows to their newest releases, and refuses a tag that moved")
        .Executes(() => ActionUpdates.Run(
            ActionPins.All,
            RootDirectory / "src" / "Pipeline.Workflows" / "Pins" / "ActionPins.cs",
            repository => RemoteTags.Read(ActionUpdates.GitHub + repository),
            Console.Out
        ));

    Target Gate => _ => _
        .Description("Fails where a job of the workflow did not go well: the one check to require")
        .Executes(() => JobResults.Require(Results, Console.Out));
}
