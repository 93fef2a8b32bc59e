using System.Text;
using System.Text.Json;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Signing;

/// <summary>A Sigstore bundle: a signed statement with its verification material.</summary>
/// <remarks>https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto</remarks>
internal sealed record SigstoreBundle
{
    /// <summary>Its media type, which is its artifact type in a registry too.</summary>
    public const string MediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";

    // Versions 0.1 and 0.2: application/vnd.dev.sigstore.bundle+json;version=0.1.
    private const string AnyMediaType = "application/vnd.dev.sigstore.bundle";

    private sealed record Document(
        string MediaType,
        Material VerificationMaterial,
        Envelope? DsseEnvelope = null,
        JsonElement? MessageSignature = null
    );

    private sealed record Material(
        RawBytes? Certificate = null,
        Chain? X509CertificateChain = null,
        KeyHint? PublicKey = null,
        ImmutableArray<JsonElement>? TlogEntries = null
    );

    private sealed record RawBytes(
        [property: System.Text.Json.Serialization.JsonPropertyName("rawBytes")] string Bytes
    );

    private sealed record Chain(ImmutableArray<RawBytes> Certificates);

    private sealed record KeyHint(string? Hint = null);

    private sealed record Envelope(string Payload, string PayloadType, ImmutableArray<Signed> Signatures);

    private sealed record Signed(string Sig, string? Keyid = null);

    /// <summary>The bundle's bytes.</summary>
    public required byte[] Bytes { get; init; }

    /// <summary>The payload that was signed.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>The payload's type.</summary>
    public required string PayloadType { get; init; }

    /// <summary>The signature.</summary>
    public required byte[] Signature { get; init; }

    /// <summary>The certificate of a keyless signature; null where a key signed.</summary>
    public byte[]? Certificate { get; init; }

    /// <summary>A hint which key signed; null where there is none.</summary>
    public string? Hint { get; init; }

    /// <summary>True for the artifact type of a bundle.</summary>
    public static bool IsBundle(string? artifactType) =>
        artifactType?.StartsWith(AnyMediaType, StringComparison.Ordinal) == true;

    /// <summary>The pre-authentication encoding (PAE) of DSSE, which is what is signed.</summary>
    /// <remarks>https://github.com/secure-systems-lab/dsse/blob/master/protocol.md</remarks>
    public static byte[] Preauthenticated(string type, byte[] payload) =>
        [.. Encoding.UTF8.GetBytes($"DSSEv1 {Encoding.UTF8.GetByteCount(type)} {type} {payload.Length} "), .. payload];

    /// <summary>Writes the bundle of a key's signature.</summary>
    /// <param name="payload">The payload that was signed.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="hint">A hint which key signed.</param>
    public static SigstoreBundle Write(byte[] payload, byte[] signature, string hint)
    {
        var document = new Document(
            MediaType,
            new(PublicKey: new(hint), TlogEntries: []),
            new(Convert.ToBase64String(payload), Statement.PayloadType, [new(Convert.ToBase64String(signature))])
        );
        return new()
        {
            Bytes = OciJson.Write(document),
            Payload = payload,
            PayloadType = Statement.PayloadType,
            Signature = signature,
            Hint = hint,
        };
    }

    /// <summary>Reads a bundle, without verifying it.</summary>
    /// <exception cref="StepFailedException">It is no bundle of a statement.</exception>
    public static SigstoreBundle Read(byte[] bytes, string source)
    {
        var document = OciJson.Read<Document>(bytes, source, "Sigstore bundle");
        if (!IsBundle(document.MediaType))
            throw new StepFailedException($"{source} is no Sigstore bundle: its form is {document.MediaType}");
        // With several signatures it would be unclear which one counts.
        if (document.DsseEnvelope is not { Signatures: [var signed] } envelope)
            throw new StepFailedException($"{source} is no Sigstore bundle with one signed statement");

        try
        {
            var certificate =
                document.VerificationMaterial.Certificate
                ?? document.VerificationMaterial.X509CertificateChain?.Certificates.FirstOrDefault();
            return new()
            {
                Bytes = bytes,
                Payload = Convert.FromBase64String(envelope.Payload),
                PayloadType = envelope.PayloadType,
                Signature = Convert.FromBase64String(signed.Sig),
                Certificate = certificate is null ? null : Convert.FromBase64String(certificate.Bytes),
                Hint = document.VerificationMaterial.PublicKey?.Hint,
            };
        }
        catch (FormatException broken)
        {
            throw new StepFailedException($"{source} is no Sigstore bundle: {broken.Message}");
        }
    }
}
