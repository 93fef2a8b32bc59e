using Pipeline.Catalog;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>The search for a service's images, and the message where it fails.</summary>
internal sealed record ImageSearch(
    Service Service,
    string Scope,
    ServiceNames Names,
    IReadOnlyCollection<ManifestFile> Files,
    IReadOnlyCollection<ManifestImage> All
)
{
    // Enough to recognise the right one.
    private const int MostListed = 10;

    private string Place => Scope.Length == 0 ? "the repository" : Scope;

    /// <summary>True for different workloads of one folder that all run the service's image already.</summary>
    public bool AreOneRelease(IReadOnlyCollection<ManifestImage> found) =>
        found.All(image => Names.Runs(Service, image.Reference))
        && found.Select(image => Path.GetDirectoryName(image.File.Path)).Distinct().Count() == 1
        && found.Select(image => (image.Kind, image.Workload, image.Container)).Distinct().Count() == found.Count;

    /// <summary>The images at a configured path of keys in Helm values.</summary>
    /// <exception cref="ManifestException">No file has that path.</exception>
    public ManifestImage[] At(string field)
    {
        var found = Files.SelectMany(file => file.At([.. field.Split('.')])).ToArray();
        return found.Length > 0
            ? found
            : throw new ManifestException(
                $"no Helm values in the {Files.Count} YAML files of {Place} have {field} ({WhatWasFound()}): "
                    + $"correct \"imageField\" of {Service.Name}"
            );
    }

    /// <exception cref="ManifestException">
    /// The image is another service's, or its scalar cannot be changed alone.
    /// </exception>
    public void RequireEditable(ManifestImage image)
    {
        if (image.Obstacle is { } obstacle)
            throw new ManifestException($"the image of {image} cannot be changed: {obstacle}");
        if (image.Reference.Repository.Length > 0 && Names.OtherOwner(Service, image.Reference) is { } other)
            throw Crossed(image, Service, other);
    }

    public ManifestException Template(ManifestImage image) =>
        new(
            $"{image} is a template, and was not edited: write an image there, or set "
                + $"\"manifests\" of {Service.Name} to the folder that is applied"
        );

    public ManifestException Ambiguous(IReadOnlyCollection<ManifestImage> found) =>
        new(
            $"{found.Count} images could be {Service.Name}: {List(found)}; set \"manifests\" of {Service.Name} to the "
                + "folder of the right one, \"container\" to its container, or \"imageField\" to its path in Helm values"
        );

    /// <summary>Explains why nothing was found: the likely mistake, else everything that was there.</summary>
    public ManifestException NothingFound()
    {
        foreach (var image in All)
        {
            var isOurs = ServiceNames.Of(Service).Contains(image.Name);
            if (isOurs && Names.OtherOwner(Service, image.Reference) is { } owner)
                return Crossed(image, Service, owner);
            if (!isOurs && Names.Runs(Service, image.Reference) && Names.Other(Service, image.Name) is { } named)
                return Crossed(image, named, Service);
        }

        if (Files.Count == 0)
            return new(
                $"{Place} holds no YAML files: set \"manifests\" of {Service.Name} to the folder of its manifests"
            );

        return new(
            $"no image of {Service.Name} was found in the {Files.Count} YAML files of {Place} ({WhatWasFound()}): "
                + $"name workload and container {Service.Name}, or set \"container\", \"imageField\" or \"manifests\" of {Service.Name}"
        );
    }

    private string WhatWasFound() =>
        (All.Count == 0 ? "there are no images at all" : List(All))
        + string.Concat(
            Files.Select(file => file.Problem).OfType<string>().Take(MostListed).Select(problem => $"; {problem}")
        );

    private static ManifestException Crossed(ManifestImage image, Service named, Service owner) =>
        new(
            $"{image} is named for {named.Name} but points at the image of {owner.Name}: "
                + $"write {named.Image} there, or correct the workload's name"
        );

    private static string List(IReadOnlyCollection<ManifestImage> images) =>
        string.Join("; ", images.Take(MostListed))
        + (images.Count > MostListed ? $"; and {images.Count - MostListed} more" : "");
}
