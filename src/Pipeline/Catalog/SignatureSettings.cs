using Nuke.Common.IO;

namespace Pipeline.Catalog;

/// <summary>How an environment's images are signed, and what has to be attested of those that it takes.</summary>
public sealed record SignatureSettings
{
    /// <summary>Who vouches for the identity of a workflow on GitHub.</summary>
    public const string GitHubIssuer = "https://token.actions.githubusercontent.com";

    /// <summary>True where <c>Bump</c> and <c>Promote</c> take nothing that does not verify.</summary>
    public bool IsRequired { get; init; } = true;

    /// <summary>The file of the public key; null where signatures are made without keys, or with the throw-away one of this machine.</summary>
    public AbsolutePath? Key { get; init; }

    /// <summary>The environment variable that holds the private key in PEM form; null where there is none.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Who has to have signed without a key: a workflow's address at a ref, <c>*</c> standing for any letters; null where keys are used.</summary>
    public string? Identity { get; init; }

    /// <summary>Who has to vouch for the identity.</summary>
    public string Issuer { get; init; } = GitHubIssuer;

    /// <summary>The file of what Sigstore's signatures have to go back to; null for the public instance's.</summary>
    public AbsolutePath? TrustedRoot { get; init; }

    /// <summary>The repository that the image has to be built from; null where any will do.</summary>
    public string? Source { get; init; }

    /// <summary>The workflow that has to have built it, as a path in the repository; null where any will do.</summary>
    public string? Workflow { get; init; }

    /// <summary>True where it has to be attested how the image was built.</summary>
    public bool RequiresProvenance { get; init; } = true;

    /// <summary>True where it has to be attested what the image is made of.</summary>
    public bool RequiresSbom { get; init; } = true;

    /// <summary>The private key; null where there is none. It must not be written anywhere.</summary>
    public string? ReadKey() =>
        KeyVariable is { } variable && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } key ? key : null;
}
