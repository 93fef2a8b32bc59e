using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;

namespace Pipeline.Images.Signing;

/// <summary>Signs statements.</summary>
internal interface ISigner
{
    /// <summary>Who signs, for people.</summary>
    string Name { get; }

    /// <summary>Signs a statement.</summary>
    /// <exception cref="StepFailedException">It cannot be signed.</exception>
    Task<SigstoreBundle> Sign(byte[] statement);
}

/// <summary>Signs with a key.</summary>
internal sealed class KeySigner(SigningKey key) : ISigner
{
    public string Name => key.Name;

    public Task<SigstoreBundle> Sign(byte[] statement) => Task.FromResult(key.Sign(statement));
}

/// <summary>
/// Has cosign sign with the identity of the workflow that runs: Fulcio gives out a certificate for a key that lives for the
/// signature alone, and the signature gets into the transparency log.
/// </summary>
/// <param name="step">The step that signs.</param>
/// <param name="trustedRoot">The file of what the signature has to go back to; null for the public instance's.</param>
internal sealed class CosignSigner(StepContext step, string? trustedRoot) : ISigner
{
    public string Name => "the identity of this workflow";

    public async Task<SigstoreBundle> Sign(byte[] statement)
    {
        var (file, bundle) = (step.Output("scratch", "statement.json"), step.Output("scratch", "bundle.json"));
        try
        {
            File.Delete(bundle);
            await File.WriteAllBytesAsync(file, statement, step.Cancellation);
            string[] root = trustedRoot is null ? [] : ["--trusted-root", trustedRoot];
            var outcome = await step.Run(
                new(Cosign.Name, ["attest-blob", "--yes", "--statement", file, "--bundle", bundle, .. root])
            );
            if (!outcome.Succeeded || !File.Exists(bundle))
                throw Cosign.Failure(outcome, "could not sign");

            var signed = SigstoreBundle.Read(
                await File.ReadAllBytesAsync(bundle, step.Cancellation),
                "cosign's bundle"
            );
            return signed.Payload.AsSpan().SequenceEqual(statement)
                ? signed
                : throw new StepFailedException("cosign signed something else than the statement that it was given");
        }
        finally
        {
            File.Delete(file);
            File.Delete(bundle);
        }
    }
}

/// <summary>Finds who signs for an environment.</summary>
internal static class Signers
{
    /// <summary>The signer.</summary>
    /// <param name="step">The step that signs.</param>
    /// <param name="settings">How the environment's images are signed.</param>
    /// <param name="origin">Where the build runs.</param>
    /// <exception cref="StepFailedException">There is none here.</exception>
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
