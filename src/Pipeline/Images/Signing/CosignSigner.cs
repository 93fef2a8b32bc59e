using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;

namespace Pipeline.Images.Signing;

/// <summary>
/// Signs with cosign and the workflow's identity: Fulcio issues a certificate for an ephemeral key, and the signature
/// is recorded in the transparency log.
/// </summary>
/// <param name="step">The step that signs.</param>
/// <param name="trustedRoot">The trusted root's file; null for that of the public instance.</param>
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
            var outcome = await step.RunOwn(
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
