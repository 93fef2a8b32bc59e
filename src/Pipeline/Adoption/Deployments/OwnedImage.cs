using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Deployments;

/// <summary>An image in manifests that belongs to a service.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Image">The image.</param>
internal sealed record OwnedImage(string Service, ManifestImage Image)
{
    /// <summary>The folder of its file.</summary>
    public string Folder => RepositoryPath.Folder(Image.File.Path);
}
