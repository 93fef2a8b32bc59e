using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>The images of one service in the manifests of a commit, and the wanted one.</summary>
internal sealed class ServiceManifests
{
    private ServiceManifests(Service service, ImmutableArray<ManifestImage> images, Situation situation)
    {
        Service = service;
        Images = images;
        Situation = situation;
    }

    public Service Service { get; }

    /// <summary>The stated images; empty where they are unknown.</summary>
    public ImmutableArray<ManifestImage> Images { get; }

    /// <summary>The same, for a decision.</summary>
    public Situation Situation { get; }

    /// <summary>The wanted image.</summary>
    public ImageReference Wanted => Situation.Wanted;

    /// <summary>The images that differ from the wanted one.</summary>
    public IEnumerable<ManifestImage> Replaced =>
        Situation.Refusal is null ? Images.Where((_, at) => !Situation.Stated[at].IsWanted) : [];

    /// <summary>Finds the images of a service among all.</summary>
    public static ServiceManifests Find(ServiceImages images, Service service, ImageReference wanted, Pin? pin)
    {
        try
        {
            return Of(images.Find(service), service, wanted, pin);
        }
        catch (ManifestException refusal)
        {
            return new(service, [], new(wanted) { Pin = pin, Refusal = refusal.Message });
        }
    }

    /// <summary>Takes images that were found.</summary>
    public static ServiceManifests Of(
        ImmutableArray<ManifestImage> found,
        Service service,
        ImageReference wanted,
        Pin? pin
    )
    {
        try
        {
            var stated = found
                .Select(image => new StatedImage(image.Reference, image.Place, IsWanted(image, wanted))
                {
                    Build = StatedImage.BuildOf(service.Name, image.Reference, wanted),
                })
                .ToImmutableArray();
            return new(service, found, new(wanted) { Pin = pin, Stated = stated });
        }
        catch (ManifestException refusal)
        {
            return new(service, found, new(wanted) { Pin = pin, Refusal = refusal.Message });
        }
    }

    // Before the build the digest is unknown: the tag stands for it.
    private static bool IsWanted(ManifestImage stated, ImageReference wanted) =>
        stated.EditsTo(wanted.Digest is null ? wanted with { Digest = stated.Reference.Digest } : wanted).IsEmpty;
}
