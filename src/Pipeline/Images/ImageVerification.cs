using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;
using Pipeline.Images.Signing;

namespace Pipeline.Images;

/// <summary>
/// The target <c>VerifyImage</c>: verifies an image's signature and attestations by the environment's policy.
/// </summary>
internal static class ImageVerification
{
    /// <summary>Verifies the <see cref="PushedImage"/> of a service or base image.</summary>
    public static Task<StepResult> Run(ImageSource source, StepContext step) =>
        MissingDockerfile.SkipOr(
            source,
            step,
            async () =>
            {
                if (step.Environment.Signatures is null)
                    return StepResult.Skipped($"{step.Environment.Name} asks for no signatures");
                var image = OwnImage.Take(step);
                // A base image names the commit that it was first built from.
                var commit = source is OwnBase ? null : step.Source.Commit;
                return StepResult.PassedWith(await Verify(step, step.Environment, image, commit));
            }
        );

    /// <summary>Verifies an image in an environment's registry by the environment's policy.</summary>
    /// <param name="step">The step.</param>
    /// <param name="environment">The environment, which requires signatures.</param>
    /// <param name="image">The image there, with its digest.</param>
    /// <param name="commit">The commit that it has to be built from, in full or abbreviated; null: any.</param>
    /// <returns>What was verified, as a sentence.</returns>
    /// <exception cref="StepFailedException">It does not verify, or that cannot be determined.</exception>
    public static async Task<string> Verify(
        StepContext step,
        DeploymentEnvironment environment,
        ImageReference image,
        string? commit
    )
    {
        var settings = environment.Signatures!;
        var registry = await RegistryAccess.Of(step, environment);
        var attestations = new AttestationStore(step, environment, settings);
        try
        {
            var attested = await attestations.Read(registry, image);
            var platforms = await Platforms(registry, image, step);
            return ImagePolicy.Judge(settings, attested, platforms, image, step.Subject.Name, commit);
        }
        catch (StepFailedException refusal) when (refusal is not TransientException)
        {
            var beside =
                attestations.Refused.Count > 0 ? $" (what is attached does not count: {attestations.Refused[0]})" : "";
            throw new StepFailedException($"{image.Name}@{image.Digest} does not verify: {refusal.Message}{beside}");
        }
    }

    private static async Task<ImmutableArray<Descriptor>> Platforms(
        RegistryAccess registry,
        ImageReference image,
        StepContext step
    ) =>
        await registry.Client.FindManifest(image.Repository, image.Digest!, step.Log, step.Cancellation) is { } manifest
            ? [.. manifest.Manifests.Where(each => each.Platform is { IsKnown: true })]
            : throw new StepFailedException("the registry does not know it");
}
