using Pipeline.Catalog;

namespace Pipeline.Images.Signing;

/// <summary>A statement that is to be signed.</summary>
/// <param name="Type">The predicate's type.</param>
/// <param name="Subject">Its subjects: the image, and the platform where it is about one.</param>
/// <param name="Bytes">The statement.</param>
internal sealed record StatementDraft(string Type, ImmutableArray<StatementSubject> Subject, byte[] Bytes)
{
    /// <summary>Writes it.</summary>
    /// <param name="image">The image, with its digest.</param>
    /// <param name="platform">The platform; null for all.</param>
    /// <param name="manifest">The digest of that platform's manifest; null for all.</param>
    /// <param name="type">The predicate's type.</param>
    /// <param name="predicate">The predicate.</param>
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

    /// <summary>True where a statement has the same predicate type and all of these subjects.</summary>
    public bool IsSaidBy(Statement statement) =>
        statement.PredicateType == Type && Subject.All(subject => statement.IsAbout(subject.Digest));

    /// <inheritdoc />
    public override string ToString() => Subject is [_, var platform] ? $"{Type} of {platform.Digest}" : Type;
}
