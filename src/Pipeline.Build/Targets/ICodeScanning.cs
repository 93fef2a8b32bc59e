using Nuke.Common;
using Pipeline.Execution;
using Pipeline.Quality.CodeScanning;
using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Build.Targets;

/// <summary>The target that takes what scanners found to GitHub's code scanning.</summary>
public interface ICodeScanning : IVerifyServices, IBuildImages
{
    /// <summary>Uploads what scanners found.</summary>
    [Job("code-scanning", Minutes = 20, Comment = "Uploads what scanners found, whether it let the service pass or not. No code of a service runs here.")]
    [NeedsRight(Scope.SecurityEvents, Access.Write, "uploads what scanners found")]
    Target UploadFindings => _ => _
        .Description("Uploads what scanners found in each service to GitHub's code scanning")
        .DependsOn(Lint, Sast, Sca, Scan)
        .Consumes(Lint, Sast, Sca, Scan)
        .ForServicesTogether(steps =>
            new FindingUpload(
                [VerifyJob, PublishJob],
                [nameof(Lint), nameof(Sast), nameof(Sca), nameof(Scan)],
                IsPullRequest
            )
            {
                Required = [nameof(Sast), nameof(Sca)],
            }.Run(steps)
        );
}
