using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Rendering;

namespace Pipeline.Deployments.GitOps.Search;

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

    /// <summary>
    /// The images that bear the environment's name in their path, where some do; else those that bear no other one's;
    /// else all.
    /// </summary>
    public FoundImage[] OfEnvironment(FoundImage[] found, string environment, string[] others)
    {
        if (found.Length < 2 || (found.All(image => image.Kustomization is null) && AreOneRelease(found)))
            return found;

        // What they have in common does not tell them apart.
        var shared = found.Select(image => image.Paths).Aggregate((some, other) => [.. some.Intersect(other)]);
        var common = Common([.. found.SelectMany(image => image.Paths).Except(shared)]);
        var bearing = Bearing([environment]);
        if (bearing.Length > 0)
            return bearing;

        var left = found.Except(Bearing(others)).ToArray();
        return left.Length > 0 ? left : found;

        FoundImage[] Bearing(string[] names) =>
            [
                .. found.Where(image =>
                    image.Paths.Except(shared).Any(path => ServiceNames.InPath(path[common..]).Intersect(names).Any())
                ),
            ];
    }

    /// <summary>The images, where they can be changed and belong together.</summary>
    /// <exception cref="ManifestException">They cannot, or do not.</exception>
    public ImmutableArray<FoundImage> Check(FoundImage[] found, AppliedKustomizations kustomizations)
    {
        // A template beside an applied manifest is the source of something else.
        var real = found.Where(image => !image.Place.IsTemplate).ToArray();
        if (real.Length == 0)
            throw Template(found[0].Place);
        if (real.Length > 1 && !AreOneRelease(real))
            throw Ambiguous([.. real.Select(image => image.Place).Distinct()]);
        foreach (var image in real)
        {
            RequireEditable(image.Place);
            RequireProvable(image, kustomizations);
        }

        return [.. real];
    }

    // One place, different workloads of one folder that all run the service's image already, or the same image in a
    // pod.
    private bool AreOneRelease(FoundImage[] found) =>
        found.All(image => image.Place == found[0].Place)
        || found.All(image =>
            image.IsBeside(found[0]) || (image.IsInPodOf(found[0]) && Names.Runs(Service, image.Image))
        )
        || (
            found.All(image => image.Group == found[0].Group && Names.Runs(Service, image.Image))
            && found.Select(image => image.Container).Distinct().Count() == found.Length
        );

    // Up to the last slash that all paths share.
    private static int Common(string[] paths)
    {
        if (paths.Length == 0)
            return 0;

        var length = Enumerable
            .Range(0, paths.Min(path => path.Length))
            .TakeWhile(at => paths.All(path => path[at] == paths[0][at]))
            .Count();
        return paths[0].AsSpan(0, length).LastIndexOf('/') + 1;
    }

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

    // An edit of an entry that replaces nothing would be a delivery of nothing.
    private void RequireProvable(FoundImage image, AppliedKustomizations kustomizations)
    {
        if (image.Kustomization is { } folder && kustomizations.Render(folder).Doubts.FirstOrDefault() is { } doubt)
            throw new ManifestException($"what {Service.Name} runs cannot be told: {doubt}");
        if (
            image.Kustomization is not null
            || kustomizations
                .Of([image.Place.File])
                .FirstOrDefault(rendering => rendering is { IsWhole: true, Containers.Length: > 0 })
                is not { } whole
        )
            return;
        if (image.Place.IsContainer)
            throw new ManifestException(
                $"{image.Place} has no effect: {FoundImage.Name(whole.Folder)} replaces it as a whole; take one of both out"
            );
        if (KustomizeImages.IsKustomization(image.Place.File.Path) && image.Place.Kind == KustomizeImages.Kind)
            throw new ManifestException(
                $"{image.Place} replaces nothing: no container there has the image {image.Place.Workload}; "
                    + "correct the entry's name, or take it out"
            );
    }

    /// <exception cref="ManifestException">
    /// The image is another service's, or its scalar cannot be changed alone.
    /// </exception>
    private void RequireEditable(ManifestImage image)
    {
        if (image.Obstacle is { } obstacle)
            throw new ManifestException($"the image of {image} cannot be changed: {obstacle}");
        if (
            image.SharedWith.Select(name => Names.Other(Service, name)).FirstOrDefault(other => other is not null) is
            { } sharing
        )
            throw new ManifestException(
                $"the image of {image} cannot be changed: an alias repeats it for {sharing.Name}, which would change too; write it out twice"
            );
        if (image.Reference.Repository.Length > 0 && Names.OtherOwner(Service, image.Reference) is { } other)
            throw Crossed(image, Service, other);
    }

    private ManifestException Template(ManifestImage image) =>
        new(
            $"{image} is a template, and was not edited: write an image there, or set "
                + $"\"manifests\" of {Service.Name} to the folder that is applied"
        );

    private AmbiguousImagesException Ambiguous(ImmutableArray<ManifestImage> found) =>
        new(
            found,
            $"{found.Length} images could be {Service.Name}: {List(found)}; set \"manifests\" of {Service.Name} to the "
                + "folder of the right one, \"container\" to its container, or \"imageField\" to its path in Helm values"
        );

    /// <summary>Says that a patch decides about the image, in a place where Pipeline sets none.</summary>
    public ManifestException Overridden(UnsupportedPlace patch) =>
        new(
            $"{patch}, a patch that overrides the manifests, where Pipeline sets no images: state the image of {Service.Name} in a "
                + "place that docs/reference/gitops.md lists, and take it out of the patch"
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

        if (
            Files.SelectMany(UnsupportedSearch.Of).FirstOrDefault(place => Names.Runs(Service, place.Image)) is
            { } unsupported
        )
            return new(
                $"{unsupported}, where Pipeline sets no images: state the image of {Service.Name} in a place that "
                    + "docs/reference/gitops.md lists, or set \"imageField\" or \"manifests\" of it"
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
