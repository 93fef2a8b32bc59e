using Pipeline.Catalog;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images;

namespace Pipeline.Deployments.Targets;

/// <summary>Signature and attestations of the image must be what the target environment requires.</summary>
internal sealed class SignatureCheck : IPromotionCheck
{
    public async Task<CheckResult> Examine(
        StepContext step,
        PromotionPath path,
        RunningImage running,
        ImageReference image
    )
    {
        if (path.To.Signatures is not { IsRequired: true })
            return new(CheckState.NotChecked, $"signatures: {path.To.Name} requires none");

        try
        {
            var commit = running.Deployment?.Service.SourceCommit;
            return new(
                CheckState.Passed,
                $"signatures: {await ImageVerification.Verify(step, path.To, image, commit)}"
            );
        }
        catch (StepFailedException refusal) when (refusal is not TransientException)
        {
            return new(CheckState.Failed, $"signatures: {refusal.Message}");
        }
    }
}
