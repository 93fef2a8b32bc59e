using Pipeline.Catalog;

namespace Pipeline.Images.Signing;

/// <summary>What is to be said of an image, and signed.</summary>
/// <param name="Type">What kind of thing is said.</param>
/// <param name="Subject">What it is about: the image, and its platform where it is about one of them.</param>
/// <param name="Bytes">The statement.</param>
internal sealed record StatementDraft(string Type, ImmutableArray<StatementSubject> Subject, byte[] Bytes)
{
    /// <summary>Writes it.</summary>
    /// <param name="image">The image, with its digest.</param>
    /// <param name="platform">The platform that it is about; null for all.</param>
    /// <param name="manifest">The digest of that platform's manifest; null for all.</param>
    /// <param name="type">What kind of thing is said.</param>
    /// <param name="predicate">What is said.</param>
    public static StatementDraft Of<T>(
        ImageReference image,
        string? platform,
        string? manifest,
        string type,
        T predicate
    )
    {
        var whole = new StatementSubject(image.Name, image.Digest!);
        // Named as BuildKit does: https://docs.docker.com/build/metadata/attestations/slsa-definitions
        ImmutableArray<StatementSubject> subject = manifest is null
            ? [whole]
            : [whole, new($"pkg:docker/{image.Familiar}?platform={Uri.EscapeDataString(platform!)}", manifest)];
        return new(type, subject, Statement.Write(subject, type, predicate));
    }

    /// <summary>True where a statement says that of all that this is about.</summary>
    public bool IsSaidBy(Statement statement) =>
        statement.PredicateType == Type && Subject.All(subject => statement.Subject.Contains(subject.Digest));

    /// <inheritdoc />
    public override string ToString() => Subject is [_, var platform] ? $"{Type} of {platform.Digest}" : Type;
}
