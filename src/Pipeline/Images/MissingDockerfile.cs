using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Images;

/// <summary>Skips steps about an image where there is neither a Dockerfile nor a project to publish.</summary>
internal static class MissingDockerfile
{
    /// <summary>
    /// Runs a step about an image. Without one it is skipped in every environment: nothing is missing, and a pass would
    /// claim an image. A missing engine or registry fails the step in every environment: these steps are the
    /// delivery itself, not gates that may be left out, and a delivery of nothing must not end green.
    /// </summary>
    public static async Task<StepResult> SkipOr(ImageSource source, StepContext step, Func<Task<StepResult>> work)
    {
        if (source.WhyNoImage is not { } why)
            return await work();

        var reason = $"{why}, so there is no image of {source.Name}";
        step.Provide(new NoImage(reason));
        return StepResult.Skipped(reason);
    }
}
