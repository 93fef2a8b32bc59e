using Pipeline.Catalog;
using Pipeline.Execution;

namespace Pipeline.Images;

/// <summary>What the steps about a service's image have in common.</summary>
internal static class ImageStep
{
    /// <summary>
    /// Runs a step that is about a service's image. A service without a Dockerfile skips it everywhere: nothing is missing, and a
    /// pass would claim an image. For want of an engine or a registry it is skipped in <c>local</c>, and fails everywhere else.
    /// </summary>
    public static async Task<StepResult> Run(Service service, StepContext step, Func<Task<StepResult>> work)
    {
        if (service.Dockerfile is null)
            return Skip(step, $"{service.Path} has no Dockerfile, so there is no image of {service.Name}");

        try
        {
            return await work();
        }
        catch (UnavailableException missing)
        {
            step.Log.Write(missing.Message);
            return step.Environment.IsLocal
                ? Skip(step, missing.Message)
                : StepResult.Failed($"{missing.Message}; {step.Environment.Name} cannot do without");
        }
    }

    private static StepResult Skip(StepContext step, string reason)
    {
        step.Provide(new NoImage(reason));
        return StepResult.Skipped(reason);
    }
}
