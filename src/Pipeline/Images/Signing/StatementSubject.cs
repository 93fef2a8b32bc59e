using Pipeline.Catalog;

namespace Pipeline.Images.Signing;

/// <summary>A subject of a statement.</summary>
/// <param name="Name">
/// Its name, unique within the statement: an image's registry and repository. Null in statements of other tools that
/// name none.
/// </param>
/// <param name="Digest">Its digest, <c>sha256:…</c>.</param>
internal sealed record StatementSubject(string? Name, string Digest)
{
    /// <summary>True where it names an image of a repository, in whichever registry: images are copied.</summary>
    public bool IsOf(string repository) => Name is not null && ImageReference.Parse(Name).Repository == repository;
}
