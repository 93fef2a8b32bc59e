using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Changes;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Deployments.History;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.GitOps.Promotions;

/// <summary>Finds the image that an environment runs of a service, from its manifests and its history.</summary>
internal static class CurrentImage
{
    /// <summary>Reads it from the tip of the environment's branch.</summary>
    /// <exception cref="StepFailedException">The environment runs no exact image of the service.</exception>
    public static async Task<RunningImage> Read(
        StepContext step,
        DeploymentEnvironment environment,
        EnvironmentRepository repository
    )
    {
        ServiceTip? tip = null;
        var purpose = $"{step.Key.Target} from {environment.Name}";
        try
        {
            await repository.Use(
                purpose,
                async clone => tip = await ServiceTip.Read(step, clone, repository.Target, environment),
                step.Cancellation
            );
        }
        catch (ManifestException refusal)
        {
            throw new StepFailedException($"what {environment.Name} runs is unknown: {refusal.Message}");
        }

        var place = tip!.Images[0].Place;
        var history = DeploymentHistory.Parse(await repository.ReadLog(purpose, step.Cancellation));
        var deployment = history
            .Of(step.Service.Name, environment.Name)
            .FirstOrDefault(deployment => tip.States(deployment.Service.Image!));
        // Where kustomize or Helm states the tag alone, the deployment has the digest.
        var image = ExactImage.Is(tip.Image) ? tip.Image : deployment?.Service.Image ?? tip.Image;
        return ExactImage.Is(image)
            ? new(image, place, deployment, VersionTag.RevisionOf(step.Service.Name, image.Tag))
            : throw new StepFailedException(
                $"{environment.Name} runs {image} ({place}), which is not an exact image: deliver a build there first"
            );
    }
}
