using Nuke.Common.IO;

namespace Pipeline.Catalog;

/// <summary>An image that services are built on: one from elsewhere, or one that the platform builds itself.</summary>
/// <param name="Name">Its name in the catalog.</param>
/// <param name="Image">
/// The pinned reference that is used wherever it can be pulled; of an own one the repository, which Dockerfiles name it
/// by.
/// </param>
/// <param name="Argument">
/// The Dockerfile argument that takes the reference, such as <c>PYTHON_IMAGE</c>; null for an own one without.
/// </param>
/// <param name="Fallback">
/// A folder with a <c>Dockerfile</c> and a <c>build-rootfs.sh</c> that make an equal image from distribution packages,
/// used where <paramref name="Image"/> cannot be pulled; null where there is none.
/// </param>
public sealed record BaseImage(string Name, string Image, string? Argument, AbsolutePath? Fallback)
{
    /// <summary>What an own one is built from; null for one from elsewhere.</summary>
    public OwnBase? Source { get; init; }
}
