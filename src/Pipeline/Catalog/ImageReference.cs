namespace Pipeline.Catalog;

/// <summary>A reference to an image: <c>registry/repository:tag@digest</c>.</summary>
/// <param name="Registry">The host, with a port where it has one; null where the reference omits it.</param>
/// <param name="Repository">The path within the registry.</param>
/// <param name="Tag">The tag; null where there is none.</param>
/// <param name="Digest">The digest of the manifest, <c>sha256:…</c>; null where there is none.</param>
public sealed record ImageReference(string? Registry, string Repository, string? Tag = null, string? Digest = null)
{
    /// <summary>Registry and repository, without tag and digest.</summary>
    public string Name => Registry is null ? Repository : $"{Registry}/{Repository}";

    /// <summary><see cref="Name"/> without Docker's defaults, <c>docker.io</c> and <c>library/</c>.</summary>
    public string Familiar =>
        Registry is not (null or "docker.io" or "index.docker.io") ? Name
        : Repository.StartsWith("library/", StringComparison.Ordinal) ? Repository["library/".Length..]
        : Repository;

    /// <summary>
    /// Parses a reference. As in Docker, a first part with a dot or a colon, or <c>localhost</c>, is a registry.
    /// </summary>
    public static ImageReference Parse(string reference)
    {
        var (rest, digest) = Cut(reference, reference.IndexOf('@', StringComparison.Ordinal));
        var slash = rest.LastIndexOf('/');
        // A colon before the last slash belongs to the registry's port.
        var (name, tag) = Cut(rest, rest.IndexOf(':', slash + 1));
        var first = name.IndexOf('/', StringComparison.Ordinal);
        var host = first < 0 ? "" : name[..first];
        return
            host.Contains('.', StringComparison.Ordinal)
            || host.Contains(':', StringComparison.Ordinal)
            || host == "localhost"
            ? new(host, name[(first + 1)..], tag, digest)
            : new(null, name, tag, digest);
    }

    /// <summary>The reference as it is written.</summary>
    public override string ToString() =>
        $"{Name}{(Tag is null ? "" : $":{Tag}")}{(Digest is null ? "" : $"@{Digest}")}";

    private static (string Before, string? After) Cut(string text, int at) =>
        at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
}
