using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images;

/// <summary>
/// The image that <c>Push</c> handed over for a service. Code of any service can write a hand-over file, so an image
/// counts only in the environment's registry and in the service's own repository.
/// </summary>
internal static class OwnImage
{
    /// <summary>Why an image is not the service's own, as a sentence; null where it is.</summary>
    public static string? Refuse(StepContext step, ImageReference image) =>
        Own(step, image) is var own && own == image
            ? null
            : $"the image handed over for {step.Subject.Name} is {image}, not one of {own.Name}: "
                + $"something other than Push wrote it; run Push again";

    /// <summary>The reference that was handed over.</summary>
    /// <exception cref="StepFailedException">There is none, or it is another registry's or service's.</exception>
    public static ImageReference Take(StepContext step)
    {
        var image = step.Take<PushedImage>().Reference;
        return Refuse(step, image) is { } refusal ? throw new StepFailedException(refusal) : image;
    }

    private static ImageReference Own(StepContext step, ImageReference image) =>
        image with
        {
            Registry = step.Environment.Registry,
            Repository = step.Subject.Image,
        };
}
