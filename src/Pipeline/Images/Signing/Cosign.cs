using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Quality;

namespace Pipeline.Images.Signing;

/// <summary>Sigstore's cosign, of version 3, which signs and verifies bundles without keys.</summary>
/// <remarks>https://github.com/sigstore/cosign/tree/main/doc</remarks>
internal static class Cosign
{
    public const string Name = "cosign";

    public const string Missing =
        "cosign is not installed: signatures without keys are made and verified by it, of version 3; see docs.sigstore.dev/cosign";

    // What fails because somebody did not answer, and not because of what is signed.
    private static readonly string[] Passing =
    [
        "connection refused",
        "connection reset",
        "timeout",
        "deadline exceeded",
        "no such host",
        "unexpected EOF",
        " 429",
        " 500",
        " 502",
        " 503",
        " 504",
    ];

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
        return Passing.Any(sign => outcome.Error.Contains(sign, StringComparison.OrdinalIgnoreCase))
            ? new TransientException(message)
            : new StepFailedException(message);
    }

    private static string[] IdentityArguments(string identity) =>
        identity.Contains('*', StringComparison.Ordinal)
            ? ["--certificate-identity-regexp", IdentityPattern.Expression(identity)]
            : ["--certificate-identity", identity];
}
