using Pipeline.Catalog;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>Compares what is rendered with what is delivered.</summary>
internal static class Delivered
{
    /// <summary>
    /// True where a rendered image is the wanted one: by tag, digest or both, as there is a field for them.
    /// </summary>
    public static bool Is(string rendered, ImageReference wanted)
    {
        var image = ImageReference.Parse(rendered);
        return image.Name == wanted.Name
            && (image.Tag ?? image.Digest) is not null
            && (image.Tag is null || image.Tag == wanted.Tag)
            && (image.Digest is null || wanted.Digest is null || image.Digest == wanted.Digest);
    }
}
