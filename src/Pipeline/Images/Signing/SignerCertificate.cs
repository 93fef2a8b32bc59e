using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Signing;

/// <summary>The identity in a certificate that Fulcio issued for a keyless signature.</summary>
/// <param name="Identity">The identity: a workflow's address at a ref, or an e-mail address.</param>
/// <param name="Issuer">The OpenID Connect issuer of the identity.</param>
/// <param name="SourceRepository">The repository of the workflow's run; null where there was none.</param>
/// <param name="SourceCommit">The commit of the workflow's run; null where there was none.</param>
/// <remarks>https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md</remarks>
internal sealed record SignerCertificate(
    string Identity,
    string? Issuer,
    string? SourceRepository,
    string? SourceCommit
)
{
    private const string AlternativeNames = "2.5.29.17";
    private const string Fulcio = "1.3.6.1.4.1.57264.1.";

    private static readonly Asn1Tag Email = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag Address = new(TagClass.ContextSpecific, 6);

    /// <summary>Reads a certificate, without verifying it.</summary>
    /// <exception cref="StepFailedException">It is no certificate of Fulcio's.</exception>
    public static SignerCertificate Read(byte[] der)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            return new(
                IdentityOf(certificate),
                Text(certificate, "8") ?? Plain(certificate, "1"),
                Text(certificate, "12"),
                Text(certificate, "13")
            );
        }
        catch (Exception broken) when (broken is CryptographicException or AsnContentException)
        {
            throw new StepFailedException($"the certificate of the signature cannot be read: {broken.Message}");
        }
    }

    private static string IdentityOf(X509Certificate2 certificate)
    {
        var names = new AsnReader(
            certificate.Extensions[AlternativeNames]?.RawData ?? throw new CryptographicException("it names nobody"),
            AsnEncodingRules.DER
        ).ReadSequence();
        while (names.HasData)
        {
            var tag = names.PeekTag();
            if (tag == Email || tag == Address)
                return names.ReadCharacterString(UniversalTagNumber.IA5String, tag);
            names.ReadEncodedValue();
        }

        throw new CryptographicException("it names nobody by an address");
    }

    private static string? Text(X509Certificate2 certificate, string number) =>
        certificate.Extensions[Fulcio + number] is { } extension
            ? new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadCharacterString(UniversalTagNumber.UTF8String)
            : null;

    // The extensions 1 to 7 are plain strings, not DER.
    private static string? Plain(X509Certificate2 certificate, string number) =>
        certificate.Extensions[Fulcio + number] is { } extension ? Encoding.UTF8.GetString(extension.RawData) : null;
}
