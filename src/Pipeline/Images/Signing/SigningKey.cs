using System.Security.Cryptography;
using Nuke.Common.IO;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;

namespace Pipeline.Images.Signing;

/// <summary>An ECDSA key that signs or verifies statements, like cosign's keys: P-256 with SHA-256.</summary>
internal sealed class SigningKey : IDisposable
{
    private static readonly Lock Gate = new();

    private readonly ECDsa key;

    private SigningKey(ECDsa key, string name) => (this.key, Name) = (key, name);

    /// <summary>The key's name in messages.</summary>
    public string Name { get; }

    /// <summary>The ephemeral key of this workspace, generated when it is first needed.</summary>
    /// <param name="artifacts">The folder that everything is written under.</param>
    public static SigningKey ThrowAway(AbsolutePath artifacts)
    {
        var file = artifacts / "local" / "signing.key";
        lock (Gate)
        {
            if (!File.Exists(file))
                Make(file);
            return FromPem(File.ReadAllText(file), "the throw-away key of this workspace", $"{file}");
        }
    }

    /// <summary>A private or a public key.</summary>
    /// <param name="pem">The key in PEM form.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="source">Its origin, for messages, which never contain the key.</param>
    /// <exception cref="StepFailedException">It is no such key.</exception>
    public static SigningKey FromPem(string pem, string name, string source)
    {
        var read = ECDsa.Create();
        try
        {
            read.ImportFromPem(pem);
            if (read.KeySize == 256)
                return new(read, name);
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            // The exception's message could quote the key.
        }

        read.Dispose();
        throw new StepFailedException(
            $"{source} holds no ECDSA P-256 key in PEM form without a password: make one with \"openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt\""
        );
    }

    /// <summary>The public key in PEM form.</summary>
    public string PublicPem => key.ExportSubjectPublicKeyInfoPem();

    /// <summary>Signs a statement.</summary>
    public SigstoreBundle Sign(byte[] statement) =>
        SigstoreBundle.Write(
            statement,
            key.SignData(
                SigstoreBundle.Preauthenticated(Statement.PayloadType, statement),
                HashAlgorithmName.SHA256,
                DSASignatureFormat.Rfc3279DerSequence
            ),
            Convert.ToBase64String(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))
        );

    /// <summary>True where this key signed a bundle.</summary>
    public bool Verifies(SigstoreBundle bundle) =>
        key.VerifyData(
            SigstoreBundle.Preauthenticated(bundle.PayloadType, bundle.Payload),
            bundle.Signature,
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );

    /// <inheritdoc />
    public void Dispose() => key.Dispose();

    private static void Make(AbsolutePath file)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        AtomicFile.Write(file.Parent! / "signing.pub", made.ExportSubjectPublicKeyInfoPem() + "\n");
        AtomicFile.Write(file, made.ExportPkcs8PrivateKeyPem() + "\n", FileModes.OwnersAlone);
    }
}
