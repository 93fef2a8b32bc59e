using Nuke.Common;
using Pipeline.Build;
using Pipeline.Build.Delivery;
using Pipeline.Build.Targets;
using Pipeline.Workflows;

/// <summary>
/// Delivers the sample platform with every component; <c>Build.Self.cs</c> is this repository's own work.
/// </summary>
[PullRequestWorkflow(Targets = [nameof(IVerifyServices.Test), nameof(IVerifyServices.Lint), nameof(IVerifyServices.Sast), nameof(IVerifyServices.Sca)])]
[DeliverWorkflow(Targets = [nameof(IDeployServices.Bump)], Sync = nameof(IDeployServices.Verify), Promote = nameof(IDeployServices.Promote), Findings = nameof(ICodeScanning.UploadFindings))]
[PromoteWorkflow(Targets = [nameof(IDeployServices.Promote)])]
[RollbackWorkflow(Targets = [nameof(IDeployServices.Rollback)])]
[NightlyWorkflow(Targets = [nameof(IBuildImages.Scan), nameof(IAuditDeployments.Drift), nameof(IAuditDeployments.Rescan)], Findings = nameof(ICodeScanning.UploadFindings))]
[RepositoryWorkflow(Targets = [nameof(IDeployServices.Verify)])]
[GitHubWorkflow("check", Targets = [nameof(Check)], PullRequestsTo = ["main"], Gate = nameof(IGitHubWorkflows.Gate), Comment = "What has to hold before a change of Pipeline itself lands.")]
[GitHubWorkflow("release", Targets = [nameof(PublishRelease)], Tags = ["v*"], Environment = "release", Handover = "artifacts/packages", Gate = nameof(IGitHubWorkflows.Gate), Comment = "Releases Pipeline itself, from a tag.")]
[PlatformUpdates]
[RootUpdates("nuget", "dotnet-sdk")]
sealed partial class Build
    : PipelineBuild,
        IVerifyServices,
        IBuildImages,
        ICodeScanning,
        IDeployServices,
        IAuditDeployments,
        IPreview,
        IAdopt,
        IGitHubWorkflows,
        IDocuments,
        ITools
{
    public static int Main() => Execute<Build>(build => ((IDeployServices)build).Deliver);
}
