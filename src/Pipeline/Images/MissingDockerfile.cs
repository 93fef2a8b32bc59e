using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Images;

/// <summary>Skips steps about an image where there is no Dockerfile.</summary>
internal static class MissingDockerfile
{
    /// <summary>
    /// Runs a step about an image. Without a Dockerfile it is skipped in every environment: nothing is missing, and a
    /// pass would claim an image. A missing engine or registry fails the step in every environment: these steps are the
    /// delivery itself, not gates that may be left out, and a delivery of nothing must not end green.
    /// </summary>
    public static async Task<StepResult> SkipOr(ImageSource source, StepContext step, Func<Task<StepResult>> work)
    {
        if (source.Dockerfile is not null)
            return await work();

        var reason = $"{source.Path} has no Dockerfile, so there is no image of {source.Name}";
        step.Provide(new NoImage(reason));
        return StepResult.Skipped(reason);
    }
}
