using Pipeline.Catalog;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images;

namespace Pipeline.Deployments.Targets;

/// <summary>Who signed the image, and what is attested of it, has to be what the environment that it goes to asks for.</summary>
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
            return new(CheckState.NotChecked, $"signatures: {path.To.Name} asks for none");

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
