using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.GitOps.Changes;
using Pipeline.GitOps.History;
using Pipeline.GitOps.Manifests;
using Pipeline.GitOps.Remotes;
using Pipeline.Planning.Versions;

namespace Pipeline.GitOps.Promotions;

/// <summary>The image that an environment runs of a service, and what is known of where it comes from.</summary>
/// <param name="Image">The image, as the manifest names it.</param>
/// <param name="Place">The manifest, with the line.</param>
/// <param name="Deployment">What brought it; null where nobody but a hand did.</param>
/// <param name="Revision">What Git knows the commit by that its tag names; null where it names none.</param>
internal sealed record RunningImage(ImageReference Image, string Place, Deployment? Deployment, string? Revision)
{
    /// <summary>The source commit by its full name where it is known, else what the tag says; null where it says nothing.</summary>
    public string? SourceCommit => Deployment?.Service.SourceCommit ?? Revision;

    /// <summary>Reads it from the tip of the environment's branch.</summary>
    /// <exception cref="StepFailedException">The environment runs no exact image of the service.</exception>
    public static async Task<RunningImage> Read(
        StepContext step,
        Environment environment,
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
            throw new StepFailedException($"it cannot be told what {environment.Name} runs: {refusal.Message}");
        }

        var place = tip!.Images[0].Place;
        var history = DeploymentHistory.Parse(await repository.ReadLog(purpose, step.Cancellation));
        var deployment = history
            .Of(step.Service.Name, environment.Name)
            .FirstOrDefault(deployment => tip.States(deployment.Service.Image!));
        // Where kustomize or Helm is told the tag alone, the deployment knows the digest.
        var image = ServiceBump.IsExact(tip.Image) ? tip.Image : deployment?.Service.Image ?? tip.Image;
        return ServiceBump.IsExact(image)
            ? new(image, place, deployment, VersionTag.RevisionOf(step.Service.Name, image.Tag))
            : throw new StepFailedException(
                $"{environment.Name} runs {image} ({place}), which names no exact image: deliver a build there first"
            );
    }
}
