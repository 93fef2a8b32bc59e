using Pipeline.Catalog;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;
using Pipeline.Images;

namespace Pipeline.Deployments.Targets;

/// <summary>
/// The target environment's registry must hold the exact image: from another registry it is copied there.
/// </summary>
internal sealed class RegistryCheck : IPromotionCheck
{
    public async Task<CheckResult> Examine(
        StepContext step,
        PromotionPath path,
        RunningImage running,
        ImageReference image
    )
    {
        if (running.Image.Name != image.Name)
            return new(CheckState.Passed, await RegistryImages.Copy(step, path.From, running.Image, path.To, image));

        return await RegistryImages.Holds(step, path.To, image)
            ? new(CheckState.Passed, $"{image.Name} holds {image.Digest}")
            : new(
                CheckState.Failed,
                $"{image.Name} does not hold {image.Digest}: it was deleted there; deliver its commit again"
            );
    }
}
