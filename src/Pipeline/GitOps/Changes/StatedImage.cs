using Pipeline.Catalog;
using Pipeline.GitOps.Manifests;

namespace Pipeline.GitOps.Changes;

/// <summary>Compares what manifests state with images.</summary>
internal static class StatedImage
{
    /// <summary>True where nothing has to be written to state the image: kustomize and Helm need not state all of it.</summary>
    public static bool States(this ManifestImage stated, ImageReference image)
    {
        try
        {
            return stated.EditsTo(image).IsEmpty;
        }
        catch (ManifestException)
        {
            return false;
        }
    }
}
