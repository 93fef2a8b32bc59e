using Nuke.Common.IO;

namespace Pipeline.Catalog;

/// <summary>An image that services are built on: an external one, or one that the platform builds itself.</summary>
/// <param name="Name">Its name in the catalog.</param>
/// <param name="Image">
/// External: the pinned reference, used wherever it can be pulled. Own: the repository, by which Dockerfiles name
/// it.
/// </param>
/// <param name="Argument">
/// The Dockerfile's <c>ARG</c> for the reference, such as <c>PYTHON_IMAGE</c>; null for an own one without.
/// </param>
/// <param name="Fallback">
/// A folder with a <c>Dockerfile</c> and a <c>build-rootfs.sh</c> that build an equal image from distribution packages,
/// used where <paramref name="Image"/> cannot be pulled; null where there is none.
/// </param>
public sealed record BaseImage(string Name, string Image, string? Argument, AbsolutePath? Fallback)
{
    /// <summary>The source of an own one; null for an external one.</summary>
    public OwnBase? Source { get; init; }
}
