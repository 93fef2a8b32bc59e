using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Signing;

namespace Pipeline.Tests.Images.Signing;

public sealed class SigstoreBundleTests : IDisposable
{
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("pipeline-bundle-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // The protocol's own example.
    [Fact]
    public void A_signature_is_made_over_type_and_content_with_their_lengths() =>
        Encoding
            .UTF8.GetString(SigstoreBundle.Preauthenticated("http://example.com/HelloWorld", "hello world"u8.ToArray()))
            .ShouldBe("DSSEv1 29 http://example.com/HelloWorld 11 hello world");

    [Fact]
    public void What_cosign_attached_to_an_image_is_read()
    {
        var bundle = Real("cosign-oci-attestation.sigstore.json");

        var statement = Statement.Read(bundle.Payload, "cosign's statement");
        var signer = SignerCertificate.Read(bundle.Certificate.ShouldNotBeNull());

        statement.Subject.ShouldHaveSingleItem().IsOf("repo").ShouldBeTrue();
        signer.ShouldBe(new("cody@soyland.com", "https://github.com/login/oauth", null, null));
    }

    [Fact]
    public void What_a_workflow_on_GitHub_signed_is_read()
    {
        var bundle = Real("npm-provenance.sigstore.json");

        var provenance = Provenance.Read(Statement.Read(bundle.Payload, "npm's statement").Predicate);
        var signer = SignerCertificate.Read(bundle.Certificate.ShouldNotBeNull());

        signer.ShouldBe(
            new(
                "https://github.com/sigstore/sigstore-js/.github/workflows/release.yml@refs/heads/main",
                "https://token.actions.githubusercontent.com",
                "https://github.com/sigstore/sigstore-js",
                "f0b49a04e5a62250e0f60fb128004a73110fe311"
            )
        );
        provenance.Repository.ShouldBe("https://github.com/sigstore/sigstore-js");
        provenance.Commit.ShouldBe(signer.SourceCommit);
        provenance.Workflow.ShouldBe(".github/workflows/release.yml");
    }

    [Fact]
    public void A_bundle_that_is_cut_short_is_refused_wherever_it_is_cut()
    {
        var bundle = File.ReadAllBytes(SignedImage.Fixture("cosign-oci-attestation.sigstore.json"));
        var whole = Encoding.UTF8.GetString(bundle).TrimEnd().Length;

        for (var length = 0; length < whole; length += 7)
            Should.Throw<StepFailedException>(() => SigstoreBundle.Read(bundle[..length], "a bundle"));
    }

    [Fact]
    public void What_is_signed_with_a_key_is_verified_by_OpenSSL_too()
    {
        using var key = SigningKey.ThrowAway(folder);
        var bundle = key.Sign("{}"u8.ToArray());
        File.WriteAllBytes(folder / "signature", bundle.Signature);
        File.WriteAllBytes(folder / "content", SigstoreBundle.Preauthenticated(bundle.PayloadType, bundle.Payload));

        using var openssl = Process.Start(
            new ProcessStartInfo(
                "openssl",
                ["dgst", "-sha256", "-verify", "local/signing.pub", "-signature", "signature", "content"]
            )
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;

        openssl.StandardOutput.ReadToEnd().Trim().ShouldBe("Verified OK");
    }

    [Fact]
    public void A_key_that_is_none_is_named_and_not_shown()
    {
        const string Wrong = "-----BEGIN PRIVATE KEY-----\nmade-up\n-----END PRIVATE KEY-----";

        var failure = Should.Throw<StepFailedException>(() => SigningKey.FromPem(Wrong, "a key", "SIGNING_KEY"));

        failure.Message.ShouldStartWith("SIGNING_KEY holds no ECDSA P-256 key");
        failure.ToString().ShouldNotContain("made-up");
    }

    [Fact]
    public void What_is_written_has_the_fields_of_the_specification()
    {
        using var key = SigningKey.ThrowAway(folder);

        var bundle = JsonDocument.Parse(key.Sign("{}"u8.ToArray()).Bytes).RootElement;

        bundle.GetProperty("mediaType").GetString().ShouldBe("application/vnd.dev.sigstore.bundle.v0.3+json");
        bundle
            .GetProperty("verificationMaterial")
            .GetProperty("publicKey")
            .GetProperty("hint")
            .GetString()!
            .Length.ShouldBe(44);
        bundle
            .GetProperty("dsseEnvelope")
            .GetProperty("payloadType")
            .GetString()
            .ShouldBe("application/vnd.in-toto+json");
    }

    private static SigstoreBundle Real(string name) =>
        SigstoreBundle.Read(File.ReadAllBytes(SignedImage.Fixture(name)), name);
}
