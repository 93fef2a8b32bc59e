using System.Text.Json;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Signing;

/// <summary>What a statement is about.</summary>
/// <param name="Name">Tells it from the statement's others: an image's registry and repository.</param>
/// <param name="Digest">Its digest, <c>sha256:…</c>.</param>
internal sealed record StatementSubject(string Name, string Digest);

/// <summary>Something that is said of an image, in the form of in-toto.</summary>
/// <param name="Subject">The digests that it is said of, as <c>sha256:…</c>.</param>
/// <param name="PredicateType">What kind of thing is said.</param>
/// <param name="Predicate">What is said.</param>
/// <remarks>https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md</remarks>
internal sealed record Statement(ImmutableArray<string> Subject, string PredicateType, JsonElement Predicate)
{
    /// <summary>The form of what is signed.</summary>
    public const string PayloadType = "application/vnd.in-toto+json";

    /// <summary>Says that an image is signed, and nothing else; cosign's own.</summary>
    public const string Signature = "https://sigstore.dev/cosign/sign/v1";

    /// <summary>Says how it was built.</summary>
    public const string Provenance = "https://slsa.dev/provenance/v1";

    /// <summary>Says what it is made of, in the form of CycloneDX.</summary>
    public const string CycloneDx = "https://cyclonedx.org/bom";

    /// <summary>Says what it is made of, in the form of SPDX.</summary>
    public const string Spdx = "https://spdx.dev/Document";

    private const string Type = "https://in-toto.io/Statement/v1";

    // What older tools write.
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

    /// <summary>Writes a statement about one thing.</summary>
    /// <param name="name">An image's registry and repository.</param>
    /// <param name="digest">Its digest, <c>sha256:…</c>.</param>
    /// <param name="predicateType">What kind of thing is said.</param>
    /// <param name="predicate">What is said.</param>
    public static byte[] Write<T>(string name, string digest, string predicateType, T predicate) =>
        Write([new(name, digest)], predicateType, predicate);

    /// <summary>Writes a statement.</summary>
    /// <param name="subject">What it is about.</param>
    /// <param name="predicateType">What kind of thing is said.</param>
    /// <param name="predicate">What is said.</param>
    public static byte[] Write<T>(ImmutableArray<StatementSubject> subject, string predicateType, T predicate) =>
        OciJson.Write(
            new Document(
                Type,
                [.. subject.Select(Named.Of)],
                predicateType,
                predicate as JsonElement? ?? JsonSerializer.SerializeToElement(predicate, OciJson.Options)
            )
        );

    /// <summary>Reads a statement.</summary>
    /// <exception cref="Pipeline.Foundation.Failures.StepFailedException">It is none.</exception>
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
                    .Subject.Select(subject => subject.Digest?.GetValueOrDefault(Algorithm))
                    .OfType<string>()
                    .Select(digest => $"{Algorithm}:{digest}"),
            ],
            document.PredicateType,
            document.Predicate
        );
    }
}
