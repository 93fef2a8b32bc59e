using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Signing;

/// <summary>Chooses the signer of an environment.</summary>
internal static class SignerSelection
{
    /// <summary>The signer.</summary>
    /// <param name="step">The step that signs.</param>
    /// <param name="settings">How the environment's images are signed.</param>
    /// <param name="origin">Where the build runs.</param>
    /// <exception cref="StepFailedException">Nothing can sign here.</exception>
    public static ISigner For(StepContext step, SignatureSettings settings, BuildOrigin origin)
    {
        if (settings.KeyVariable is { } variable)
            return new KeySigner(
                SigningKey.FromPem(
                    settings.ReadKey()
                        ?? throw new StepFailedException(
                            $"there is no key to sign with: set {variable} to the private key in PEM form, or name another variable in \"signatures.keyVariable\""
                        ),
                    $"the key in {variable}",
                    variable
                )
            );
        if (settings.Identity is null && step.Environment.IsLocal)
            return new KeySigner(SigningKey.ThrowAway(step.Artifacts));
        if (settings.Identity is null)
            throw new StepFailedException(
                $"{step.Environment.Name} names a public key and no \"signatures.keyVariable\" with the private one: images for it are signed elsewhere"
            );
        if (!origin.HasIdentity)
            throw new StepFailedException(
                "there is no identity to sign with: without a key, images are signed in GitHub Actions, by a job with the permission \"id-token: write\""
            );
        return step.FindProgram(Cosign.Name) is not null
            ? new CosignSigner(step, settings.TrustedRoot)
            : throw new StepFailedException(Cosign.Missing);
    }
}
