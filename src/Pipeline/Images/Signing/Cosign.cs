using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;

namespace Pipeline.Images.Signing;

/// <summary>Sigstore's cosign, of version 3, which signs and verifies bundles without keys.</summary>
/// <remarks>https://github.com/sigstore/cosign/tree/main/doc</remarks>
internal static class Cosign
{
    public const string Name = "cosign";

    public const string Missing =
        "cosign is not installed: signatures without keys are made and verified by it, of version 3; see docs.sigstore.dev/cosign";

    /// <summary>Has cosign verify that a bundle was signed by an identity that the settings name, over a digest.</summary>
    /// <returns>Why it was not; null where it was.</returns>
    /// <exception cref="StepFailedException">cosign is not there, or could not tell.</exception>
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
            var outcome = await step.Run(
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

    /// <summary>What cosign says is wrong.</summary>
    public static StepFailedException Failure(CommandOutcome outcome, string what)
    {
        var message = $"cosign {what} ({outcome.ExitCode}): {outcome.LastLine()}";
        // What fails because Sigstore's services did not answer, and not because of what is signed.
        return FailureClassification.KindOf(outcome.Error) == FailureKind.Permanent
            ? new StepFailedException(message)
            : new TransientException(message);
    }

    private static string[] IdentityArguments(string identity) =>
        identity.Contains('*', StringComparison.Ordinal)
            ? ["--certificate-identity-regexp", IdentityPattern.Expression(identity)]
            : ["--certificate-identity", identity];
}
