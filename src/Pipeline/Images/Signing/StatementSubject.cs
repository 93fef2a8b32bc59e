namespace Pipeline.Images.Signing;

/// <summary>A subject of a statement.</summary>
/// <param name="Name">Its name, unique within the statement: an image's registry and repository.</param>
/// <param name="Digest">Its digest, <c>sha256:…</c>.</param>
internal sealed record StatementSubject(string Name, string Digest);
