using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Search;
using Pipeline.Deployments.GitOps.Writers;

namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>The images of one service in the manifests of a commit, and the wanted one.</summary>
internal sealed class ServiceManifests
{
    private ServiceManifests(Service service, ServicePlaces? places, Situation situation)
    {
        Service = service;
        Places = places;
        Situation = situation;
    }

    public Service Service { get; }

    /// <summary>The places that decide about its images; null where they are unknown.</summary>
    public ServicePlaces? Places { get; }

    /// <summary>The stated images; empty where they are unknown.</summary>
    public ImmutableArray<ManifestImage> Images => Places?.Images ?? [];

    /// <summary>The same, for a decision.</summary>
    public Situation Situation { get; }

    /// <summary>What else may write the images, without being sure to, as a sentence; null for nothing.</summary>
    public string? Warning { get; private init; }

    /// <summary>The wanted image.</summary>
    public ImageReference Wanted => Situation.Wanted;

    /// <summary>The images that differ from the wanted one.</summary>
    public IEnumerable<ManifestImage> Replaced =>
        Situation.Refusal is null ? Images.Where((_, at) => !Situation.Stated[at].IsWanted) : [];

    /// <summary>The same, where nothing may change now.</summary>
    /// <param name="reason">Why, as a sentence; null where it may.</param>
    public ServiceManifests Held(string? reason) =>
        new(Service, Places, Situation with { Held = reason }) { Warning = Warning };

    /// <summary>Finds the images of a service among all.</summary>
    public static ServiceManifests Find(
        ServiceImages images,
        Service service,
        ImageReference wanted,
        Pin? pin,
        OtherWriters? writers = null
    )
    {
        if (writers?.LeftTo(service) is { } left)
            return new(service, null, new(wanted) { Left = left });

        try
        {
            return Of(images.Locate(service), service, wanted, pin, writers);
        }
        catch (ManifestException refusal)
        {
            return new(service, null, new(wanted) { Pin = pin, Refusal = refusal.Message });
        }
    }

    /// <summary>Takes images that were found.</summary>
    public static ServiceManifests Of(
        ServicePlaces found,
        Service service,
        ImageReference wanted,
        Pin? pin,
        OtherWriters? writers = null
    )
    {
        var others = writers?.Of(service, found) ?? [];
        try
        {
            var stated = found
                .Images.Select(image => new StatedImage(image.Reference, image.Place, IsWanted(image, wanted))
                {
                    Build = StatedImage.BuildOf(service.Name, image.Reference, wanted),
                })
                .ToImmutableArray();
            return new(
                service,
                found,
                new(wanted)
                {
                    Pin = pin,
                    Left = writers?.LeftTo(service),
                    Stated = stated,
                    Refusal = others.FirstOrDefault(writer => writer.Refuses) is { } other
                        ? OtherWriters.Refusal(other)
                        : null,
                }
            )
            {
                Warning = others.FirstOrDefault(writer => !writer.Refuses)?.ToString(),
            };
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
