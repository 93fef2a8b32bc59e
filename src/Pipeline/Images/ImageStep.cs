using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Images;

/// <summary>What the steps about a service's image have in common.</summary>
internal static class ImageStep
{
    /// <summary>
    /// Runs a step that is about a service's image. A service without a Dockerfile skips it everywhere: nothing is missing, and a
    /// pass would claim an image. A missing engine or registry is a failure everywhere: these steps are no gates that may be left
    /// out but the work itself, and a delivery that delivered nothing must not end green.
    /// </summary>
    public static async Task<StepResult> Run(ImageSource source, StepContext step, Func<Task<StepResult>> work)
    {
        if (source.Dockerfile is not null)
            return await work();

        var reason = $"{source.Path} has no Dockerfile, so there is no image of {source.Name}";
        step.Provide(new NoImage(reason));
        return StepResult.Skipped(reason);
    }
}
