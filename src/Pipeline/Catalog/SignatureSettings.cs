using Nuke.Common.IO;

namespace Pipeline.Catalog;

/// <summary>How an environment's images are signed, and which attestations it requires.</summary>
public sealed record SignatureSettings
{
    /// <summary>The OpenID Connect issuer for GitHub workflows.</summary>
    public const string GitHubIssuer = "https://token.actions.githubusercontent.com";

    /// <summary>True where <c>Bump</c> and <c>Promote</c> refuse images that do not verify.</summary>
    public bool IsRequired { get; init; } = true;

    /// <summary>
    /// The file of the public key; null for keyless signatures, or for the throw-away key of this machine.
    /// </summary>
    public AbsolutePath? Key { get; init; }

    /// <summary>The environment variable that holds the private key in PEM form; null where there is none.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>
    /// The workflow that must have signed keylessly, as its URL at a ref, where <c>*</c> matches anything; null where
    /// keys are used.
    /// </summary>
    public string? Identity { get; init; }

    /// <summary>The OpenID Connect issuer of the identity.</summary>
    public string Issuer { get; init; } = GitHubIssuer;

    /// <summary>The file of Sigstore's trusted root; null for the public instance's.</summary>
    public AbsolutePath? TrustedRoot { get; init; }

    /// <summary>The repository that the image must be built from; null for any.</summary>
    public string? Source { get; init; }

    /// <summary>The workflow that must have built it, as a path in the repository; null for any.</summary>
    public string? Workflow { get; init; }

    /// <summary>True where an attestation of the provenance is required.</summary>
    public bool RequiresProvenance { get; init; } = true;

    /// <summary>True where an attested bill of materials is required.</summary>
    public bool RequiresSbom { get; init; } = true;

    /// <summary>The private key, which must not be written anywhere; null where there is none.</summary>
    public string? ReadKey() =>
        KeyVariable is { } variable && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } key ? key : null;
}
