using Pipeline.Catalog;

namespace Pipeline.Images;

/// <summary>An image that lies in the container engine.</summary>
/// <param name="Reference">The name and tag that it bears there, and will bear in the environment's registry.</param>
/// <param name="Id">What the engine knows it by: the digest of its configuration, <c>sha256:…</c>.</param>
/// <param name="IsReused">True where it was there already, or came from the registry, and nothing was built.</param>
public sealed record BuiltImage(ImageReference Reference, string Id, bool IsReused);
