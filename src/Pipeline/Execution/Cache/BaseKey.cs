using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Foundation.Git;
using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>
/// Hashes everything that own base images are built from: equal keys mean equal images, whatever the commit.
/// </summary>
/// <param name="platform">The catalog.</param>
/// <param name="source">The commit, and what differs from it.</param>
/// <param name="ids">Identifies files and folders of the work tree by content.</param>
internal sealed class BaseKey(Platform platform, SourceRevision source, SourceIds ids)
{
    private const string Form = "base 1";
    private const int TagLength = 12;

    /// <summary>The tag of a base image with a key.</summary>
    public static string TagOf(ContentKey key) => key.Value[..TagLength];

    /// <summary>
    /// The key: over its files, its entry in the catalog, and the base images that it is built on.
    /// Null where it is unknown: for sources that Git does not track, behind a link, or with a changed
    /// submodule.
    /// </summary>
    /// <param name="image">The base image.</param>
    /// <exception cref="GitException">Git cannot read its objects.</exception>
    public ContentKey? Of(OwnBase image)
    {
        var key = new ContentKeyBuilder().Add(Form).Add(CatalogEntry.KeyOf(image, source.Root).Value);
        foreach (var path in BaseImageUse.SourcesOf(image).Distinct())
            if (!AddPath(path))
                return null;
        foreach (var outer in BaseImageUse.Of(platform, image).Where(outer => outer.Source is null))
        {
            key.Add(outer.Image);
            if (outer.Fallback is not null && !AddPath(outer.Fallback))
                return null;
        }

        foreach (var inner in platform.BasesOf(image))
            if (Of(inner) is { } known)
                key.Add(inner.Name).Add(known.Value);
            else
                return null;
        return key.ToKey();

        bool AddPath(string path)
        {
            var id = ids.Of((AbsolutePath)Path.GetFullPath(path, platform.Root));
            key.Add(id);
            return id is not null;
        }
    }
}
