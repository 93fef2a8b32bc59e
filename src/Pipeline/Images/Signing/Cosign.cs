using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;

namespace Pipeline.Images.Signing;

/// <summary>Sigstore's cosign, version 3, for keyless signatures.</summary>
/// <remarks>https://github.com/sigstore/cosign/tree/main/doc</remarks>
internal static class Cosign
{
    public const string Name = "cosign";

    public const string Missing =
        "cosign is not installed: signatures without keys are made and verified by it, of version 3; see docs.sigstore.dev/cosign";

    /// <summary>Verifies with cosign that a bundle over a digest was signed by the identity in the settings.</summary>
    /// <returns>Why it does not verify; null where it does.</returns>
    /// <exception cref="StepFailedException">cosign is not installed, or failed.</exception>
    public static async Task<string?> Refuses(
        StepContext step,
        SignatureSettings settings,
        SigstoreBundle bundle,
        Statement statement,
        string digest
    )
    {
        if (step.FindProgram(Name) is null)
            throw new StepFailedException(Missing);

        var file = step.Output("scratch", $"{Guid.NewGuid():N}.sigstore.json");
        try
        {
            await File.WriteAllBytesAsync(file, bundle.Bytes, step.Cancellation);
            string[] root = settings.TrustedRoot is { } trusted ? ["--trusted-root", trusted] : [];
            var outcome = await step.RunOwn(
                new(
                    Name,
                    [
                        "verify-blob-attestation",
                        "--bundle",
                        file,
                        .. IdentityArguments(settings.Identity!),
                        "--certificate-oidc-issuer",
                        settings.Issuer,
                        "--type",
                        statement.PredicateType,
                        "--digest",
                        digest["sha256:".Length..],
                        "--digestAlg",
                        "sha256",
                        .. root,
                    ]
                )
            );
            if (outcome.Succeeded)
                return null;
            var failure = Failure(outcome, "does not verify");
            return failure is TransientException ? throw failure : failure.Message;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The exception for a failure of cosign.</summary>
    public static StepFailedException Failure(CommandOutcome outcome, string what)
    {
        var message = $"cosign {what} ({outcome.ExitCode}): {outcome.LastLine()}";
        // Transient: Sigstore's services did not answer.
        return FailureClassification.KindOf(outcome.Error) == FailureKind.Permanent
            ? new StepFailedException(message)
            : new TransientException(message);
    }

    private static string[] IdentityArguments(string identity) =>
        identity.Contains('*', StringComparison.Ordinal)
            ? ["--certificate-identity-regexp", IdentityPattern.Expression(identity)]
            : ["--certificate-identity", identity];
}
