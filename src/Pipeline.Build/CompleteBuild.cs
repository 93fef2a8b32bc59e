using Pipeline.Build.Delivery;
using Pipeline.Build.Targets;

namespace Pipeline.Build;

/// <summary>
/// A build with every component and every workflow of a platform. Derive from it to add targets of your own, or from
/// <see cref="PipelineBuild"/> to choose the components.
/// </summary>
[PullRequestWorkflow(
    Targets = [
        nameof(IVerifyServices.Test),
        nameof(IVerifyServices.Lint),
        nameof(IVerifyServices.Sast),
        nameof(IVerifyServices.Sca),
    ]
)]
[DeliverWorkflow(
    Targets = [nameof(IDeployServices.Bump)],
    Sync = nameof(IDeployServices.Verify),
    EndToEnd = nameof(ITestDeployments.EndToEnd),
    Promote = nameof(IDeployServices.Promote),
    Findings = nameof(ICodeScanning.UploadFindings)
)]
[PromoteWorkflow(Targets = [nameof(IDeployServices.Promote)])]
[RollbackWorkflow(Targets = [nameof(IDeployServices.Rollback)])]
[NightlyWorkflow(
    Targets = [nameof(IBuildImages.Scan), nameof(IAuditDeployments.Drift), nameof(IAuditDeployments.Rescan)],
    Findings = nameof(ICodeScanning.UploadFindings)
)]
[RepositoryWorkflow(Targets = [nameof(IDeployServices.Verify)])]
[PlatformUpdates]
public abstract class CompleteBuild
    : PipelineBuild,
        IVerifyServices,
        IBuildImages,
        ICodeScanning,
        IDeployServices,
        ITestDeployments,
        IAuditDeployments,
        IPreview,
        IAdopt,
        IGitHubWorkflows,
        ITools;
