using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Images.Registries;

namespace Pipeline.Images;

/// <summary>Asks registries for images that were pushed before.</summary>
public static class RegistryImages
{
    /// <summary>True where an environment's registry has the image with the digest that the reference names.</summary>
    /// <param name="step">The step that wants to know.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="image">The image, with its digest.</param>
    /// <exception cref="StepFailedException">The registry cannot be asked.</exception>
    public static async Task<bool> Holds(StepContext step, Environment environment, ImageReference image)
    {
        var registry = await RegistryAccess.Of(step, environment);
        return await registry.Client.Find(image.Repository, image.Digest!, step.Log, step.Cancellation) is not null;
    }
}
