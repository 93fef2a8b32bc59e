using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Layouts;
using Pipeline.Images.Registries;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;

namespace Pipeline.Images;

/// <summary>Finds, copies and scans images in registries.</summary>
internal static class RegistryImages
{
    /// <summary>True where an environment's registry holds the image with the digest of the reference.</summary>
    /// <param name="step">The step.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="image">The image, with its digest.</param>
    /// <exception cref="StepFailedException">The registry cannot be asked.</exception>
    public static async Task<bool> Holds(StepContext step, DeploymentEnvironment environment, ImageReference image)
    {
        var registry = await RegistryAccess.Of(step, environment);
        return await registry.Client.Find(image.Repository, image.Digest!, step.Log, step.Cancellation) is not null;
    }

    /// <summary>
    /// Copies an image to an environment's registry by its digest, with its referrers. A tag that names another image
    /// there is never overwritten.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="from">The environment that runs it.</param>
    /// <param name="running">The image as that environment names it, with its digest.</param>
    /// <param name="to">The environment to copy it to.</param>
    /// <param name="image">The image there, with the same digest.</param>
    /// <returns>What was done, as a sentence.</returns>
    /// <exception cref="StepFailedException">One of the registries fails, or the tag is taken.</exception>
    public static async Task<string> Copy(
        StepContext step,
        DeploymentEnvironment from,
        ImageReference running,
        DeploymentEnvironment to,
        ImageReference image
    )
    {
        var target = await RegistryAccess.Of(step, to);
        await target.Prepare(image.Repository, to, step);
        var copy = new ImageCopy(
            await Source(step, from, running),
            new(target, image.Repository),
            step.Log,
            step.Cancellation
        );
        return await copy.Run(image.Digest!, image.Tag);
    }

    /// <summary>Pulls an image from an environment's registry by its digest, as a layout in a folder.</summary>
    /// <exception cref="StepFailedException">The registry lacks a part of it, or returns something else.</exception>
    public static async Task<ImageLayout> Pull(
        StepContext step,
        DeploymentEnvironment environment,
        ImageReference image,
        AbsolutePath folder
    )
    {
        var registry = await RegistryAccess.Of(step, environment);
        return await LayoutTransfer.Pull(registry.Client, image.Repository, image.Digest!, folder, step);
    }

    /// <summary>Scans an image in a registry with Trivy, by its digest.</summary>
    /// <param name="step">The step.</param>
    /// <param name="environment">The environment whose login is used.</param>
    /// <param name="image">The image, with its digest.</param>
    public static async Task<ScanReport> Scan(StepContext step, DeploymentEnvironment environment, ImageReference image)
    {
        using var login = DockerConfigFolder.For(environment, step);
        return await Trivy.Scan(
            step,
            TrivyTarget.ImageInRegistry(Present(environment, image)) with
            {
                Variables = login.Variables,
            }
        );
    }

    // A manifest may name a registry that is not the environment's own.
    private static async Task<CopyEnd> Source(StepContext step, DeploymentEnvironment environment, ImageReference image)
    {
        image = Present(environment, image);
        var prefix = environment.Registry + "/";
        return image.Name.StartsWith(prefix, StringComparison.Ordinal)
            ? new(await RegistryAccess.Of(step, environment), image.Name[prefix.Length..])
            : new(await RegistryAccess.Of(step, environment, image), image.Repository);
    }

    private static ImageReference Present(DeploymentEnvironment environment, ImageReference image) =>
        image.Registry is { } registry && environment.FormerRegistries.Contains(registry)
            ? image with
            {
                Registry = RegistryAddress.Host(environment.Registry),
            }
            : image;
}
