using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Search;

namespace GitOps;

/// <summary>The editor without anything around it.</summary>
internal static class Edits
{
    /// <summary>Sets the image of each service in its own file, and returns how many were changed.</summary>
    public static int Apply(IEnumerable<(string Path, byte[] Content)> contents, int services)
    {
        var files = contents.Select(file => new ManifestFile(file.Path, file.Content)).ToArray();
        var platform = Enumerable.Range(0, services).Select(New).ToImmutableArray();
        var images = new ServiceImages(files, "gitops/manifests", platform, "develop");
        return platform.Sum(service =>
            images
                .Find(service)
                .Sum(image => new FileEdit(image.File, image.EditsTo(Image(service))).Apply().Length > 0 ? 1 : 0)
        );
    }

    private static ImageReference Image(Service service) =>
        new("registry.example", service.Image, "f0a1b2c", $"sha256:{new string('7', 64)}");

    private static Service New(int number) =>
        new()
        {
            Name = Remote.Service(number),
            Directory = "/src",
            Path = "src",
            Language = new("python"),
            Context = "/src",
            Image = $"bench/{Remote.Service(number)}",
            Manifests = Remote.Folder(number),
        };
}
