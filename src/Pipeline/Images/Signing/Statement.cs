using System.Text.Json;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Signing;

/// <summary>An in-toto statement about an image.</summary>
/// <param name="Subject">Its subjects that have a SHA-256.</param>
/// <param name="PredicateType">The predicate's type.</param>
/// <param name="Predicate">The predicate.</param>
/// <remarks>https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md</remarks>
internal sealed record Statement(ImmutableArray<StatementSubject> Subject, string PredicateType, JsonElement Predicate)
{
    /// <summary>The payload type of statements.</summary>
    public const string PayloadType = "application/vnd.in-toto+json";

    /// <summary>The predicate type of a signature, cosign's own.</summary>
    public const string Signature = "https://sigstore.dev/cosign/sign/v1";

    /// <summary>The predicate type of SLSA provenance.</summary>
    public const string Provenance = "https://slsa.dev/provenance/v1";

    /// <summary>The predicate type of a CycloneDX bill of materials.</summary>
    public const string CycloneDx = "https://cyclonedx.org/bom";

    /// <summary>The predicate type of an SPDX bill of materials.</summary>
    public const string Spdx = "https://spdx.dev/Document";

    private const string Type = "https://in-toto.io/Statement/v1";

    // Written by older tools.
    private const string EarlierType = "https://in-toto.io/Statement/v0.1";

    private const string Algorithm = "sha256";

    private sealed record Named(string? Name, ImmutableDictionary<string, string>? Digest)
    {
        public static Named Of(StatementSubject subject) =>
            new(subject.Name, ImmutableDictionary<string, string>.Empty.Add(Algorithm, subject.Digest.Split(':')[1]));
    }

    private sealed record Document(
        [property: System.Text.Json.Serialization.JsonPropertyName("_type")] string Type,
        ImmutableArray<Named> Subject,
        string PredicateType,
        JsonElement Predicate
    );

    /// <summary>Writes a statement with one subject.</summary>
    /// <param name="name">An image's registry and repository.</param>
    /// <param name="digest">Its digest, <c>sha256:…</c>.</param>
    /// <param name="predicateType">The predicate's type.</param>
    /// <param name="predicate">The predicate.</param>
    public static byte[] Write<T>(string name, string digest, string predicateType, T predicate) =>
        Write([new(name, digest)], predicateType, predicate);

    /// <summary>Writes a statement.</summary>
    /// <param name="subject">Its subjects.</param>
    /// <param name="predicateType">The predicate's type.</param>
    /// <param name="predicate">The predicate.</param>
    public static byte[] Write<T>(ImmutableArray<StatementSubject> subject, string predicateType, T predicate) =>
        OciJson.Write(
            new Document(
                Type,
                [.. subject.Select(Named.Of)],
                predicateType,
                predicate as JsonElement? ?? JsonSerializer.SerializeToElement(predicate, OciJson.Options)
            )
        );

    /// <summary>True where one of its subjects has this digest.</summary>
    public bool IsAbout(string digest) => Subject.Any(subject => subject.Digest == digest);

    /// <summary>Reads a statement.</summary>
    /// <exception cref="Pipeline.Foundation.Failures.StepFailedException">It is no statement.</exception>
    public static Statement Read(byte[] payload, string source)
    {
        var document = OciJson.Read<Document>(payload, source, "in-toto statement");
        if (document.Type is not (Type or EarlierType))
            throw new Pipeline.Foundation.Failures.StepFailedException(
                $"{source} is no in-toto statement: its type is {document.Type}"
            );
        return new(
            [
                .. document
                    .Subject.Where(subject => subject.Digest?.ContainsKey(Algorithm) == true)
                    .Select(subject => new StatementSubject(
                        string.IsNullOrEmpty(subject.Name) ? null : subject.Name,
                        $"{Algorithm}:{subject.Digest![Algorithm]}"
                    )),
            ],
            document.PredicateType,
            document.Predicate
        );
    }
}
