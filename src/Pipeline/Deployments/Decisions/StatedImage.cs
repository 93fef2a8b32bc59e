using Pipeline.Catalog;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.Decisions;

/// <summary>An image as an environment states it now.</summary>
/// <param name="Reference">The image.</param>
/// <param name="Place">Where it is stated, such as file and line.</param>
/// <param name="IsWanted">True where the wanted image is stated already.</param>
internal sealed record StatedImage(ImageReference Reference, string Place, bool IsWanted)
{
    /// <summary>
    /// The Git revision that it was built from, by <see cref="VersionTag.RevisionOf"/>; null where its tag names none.
    /// </summary>
    public string? Build { get; init; }

    /// <summary>The build that an image's tag names; null where it names none.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="stated">The image.</param>
    /// <param name="wanted">The image that would replace it.</param>
    public static string? BuildOf(string service, ImageReference stated, ImageReference wanted) =>
        // A tag in another repository names a build of other sources.
        stated.Repository.Length == 0
        || stated.Repository == wanted.Repository
            ? VersionTag.RevisionOf(service, stated.Tag)
            : null;
}
