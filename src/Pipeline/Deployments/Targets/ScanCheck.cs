using Pipeline.Catalog;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;

namespace Pipeline.Deployments.Targets;

/// <summary>
/// The image's vulnerabilities, as known today, must be acceptable in the target environment: it was scanned when it
/// was built, and more may be known since.
/// </summary>
internal sealed class ScanCheck : IPromotionCheck
{
    private const string Target = "Scan";

    public async Task<CheckResult> Examine(
        StepContext step,
        PromotionPath path,
        RunningImage running,
        ImageReference image
    )
    {
        var isRequired = path.To.Requires(Target);
        if (Trivy.Find(step) is null)
            return isRequired
                ? new(
                    CheckState.Failed,
                    $"{path.To.Name} requires {Target}, and trivy is not installed here: see trivy.dev"
                )
                : new(CheckState.NotChecked, "scan: trivy is not installed here");

        var result = Gate.JudgeVulnerabilities(step, await RegistryImages.Scan(step, path.To, image));
        var state = result.Status switch
        {
            StepStatus.Passed => CheckState.Passed,
            StepStatus.Skipped when !isRequired => CheckState.NotChecked,
            _ => CheckState.Failed,
        };
        return new(state, $"scan of {image.Digest}: {result.Reason}");
    }
}
