using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.GitOps.Health;
using Pipeline.Images;

namespace Pipeline.GitOps.Promotions;

/// <summary>Whether something that has to hold before an image moves on does hold.</summary>
public enum CheckState
{
    /// <summary>It holds.</summary>
    Passed,

    /// <summary>Nobody could tell, and the catalog allows that.</summary>
    NotChecked,

    /// <summary>It does not hold.</summary>
    Failed,
}

/// <summary>What came of a check.</summary>
/// <param name="State">Whether it holds.</param>
/// <param name="Detail">What there is to say, as a sentence.</param>
public sealed record CheckResult(CheckState State, string Detail);

/// <summary>Something that has to hold before an image moves on.</summary>
internal interface IPromotionCheck
{
    /// <summary>Finds out whether it holds.</summary>
    /// <param name="step">The step that promotes.</param>
    /// <param name="path">Where from, and where to.</param>
    /// <param name="running">What runs where it comes from.</param>
    /// <param name="image">What it shall be where it goes.</param>
    Task<CheckResult> Examine(StepContext step, PromotionPath path, RunningImage running, ImageReference image);
}

/// <summary>The service has to be healthy where it comes from.</summary>
internal sealed class HealthCheck(IEnvironmentHealth health) : IPromotionCheck
{
    public async Task<CheckResult> Examine(
        StepContext step,
        PromotionPath path,
        RunningImage running,
        ImageReference image
    )
    {
        var found = await health.Of(path.From, step.Service, step.Cancellation);
        var state = found.State switch
        {
            HealthState.Healthy => CheckState.Passed,
            HealthState.NotChecked => CheckState.NotChecked,
            _ => CheckState.Failed,
        };
        return new(state, $"health in {path.From.Name}: {found.Detail}");
    }
}

/// <summary>The registry of the environment that it goes to has to hold the very image: from another registry it is copied there.</summary>
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
                $"{image.Name} does not hold {image.Digest}: it was deleted there, so deliver its commit again"
            );
    }
}
