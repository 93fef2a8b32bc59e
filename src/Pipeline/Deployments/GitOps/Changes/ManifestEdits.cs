using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Search;

namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>The edits that set services' images, on the manifests of one commit.</summary>
internal sealed class ManifestEdits
{
    private readonly ImmutableArray<ServiceManifests> services;
    private readonly Dictionary<ServiceManifests, string> refusals = [];

    /// <param name="services">The services that change. Where several claim one image, all of them are refused.</param>
    public ManifestEdits(IEnumerable<ServiceManifests> services)
    {
        this.services = [.. services];
        RefuseContested();
        RefuseUnproved();
    }

    /// <summary>The services that change.</summary>
    public ImmutableArray<ServiceManifests> Services => [.. services.Where(service => RefusalOf(service) is null)];

    /// <summary>Why a service's images cannot be changed, as a sentence; null where they can.</summary>
    public string? RefusalOf(ServiceManifests service) => refusals.GetValueOrDefault(service);

    /// <summary>Refuses a service's edits.</summary>
    public void Refuse(ServiceManifests service, string refusal) => refusals[service] = refusal;

    /// <summary>
    /// The new contents of the files. A service is refused where its edit would change more than its images.
    /// </summary>
    public Dictionary<ManifestFile, byte[]> Apply()
    {
        while (true)
        {
            var files = Claims(Services)
                .GroupBy(claim => claim.Image.File, claim => claim.Service)
                .Select(file => new EditedFile(file.Key, [.. file.Distinct()]))
                .ToArray();
            // Each edit is proved, which takes longer than all else.
            Parallel.ForEach(files, file => file.Apply());
            var refused = files.Where(file => file.Refusal is not null).ToArray();
            if (refused.Length == 0)
                return files.ToDictionary(file => file.File, file => file.Content);

            // A refusal also drops the service's edits of other files.
            foreach (var file in refused)
            foreach (var service in file.Services)
                refusals[service] = file.Refusal!;
        }
    }

    /// <summary>The edits of a service, by file.</summary>
    public static IEnumerable<FileEdit> Of(ServiceManifests service) =>
        service.Replaced.GroupBy(image => image.File).Select(file => Edit(file.Key, [service]));

    private static FileEdit Edit(ManifestFile file, ServiceManifests[] edited) =>
        new(
            file,
            edited
                .SelectMany(service =>
                    service
                        .Replaced.Where(image => image.File == file)
                        .SelectMany(image => image.EditsTo(service.Wanted))
                )
                .Distinct()
        );

    private void RefuseContested()
    {
        // Services that share an image may share its place.
        foreach (
            var claims in Claims(services)
                .GroupBy(claim => claim.Image.Spot)
                .Where(claims => claims.DistinctBy(claim => $"{claim.Service.Wanted}").Skip(1).Any())
        )
        {
            var names = string.Join(", ", claims.Select(claim => claim.Service.Service.Name));
            foreach (var claim in claims)
                refusals[claim.Service] =
                    $"{claim.Image} is ambiguous, it matches {names}: set \"container\", \"imageField\" or \"manifests\" of them";
        }
    }

    // What kustomize renders after the edits is what counts, for these services and for all others.
    private void RefuseUnproved()
    {
        var before = -1;
        while (before < refusals.Count && Services.FirstOrDefault(IsRendered)?.Places is { } places)
        {
            before = refusals.Count;
            var (contents, edited) = (Apply(), Services);
            var after = places.Manifests.With(contents);
            foreach (var service in edited.Where(IsRendered))
                if (service.Places!.Refusal(after, service.Wanted) is { } refusal)
                    refusals[service] = refusal;
            foreach (var change in places.Manifests.Kustomizations.Changed(after.Kustomizations, contents.Keys))
                if (!edited.Any(service => service.Places!.Includes(change)))
                    foreach (var service in edited.Where(service => service.Replaced.Any(change.IsFrom)))
                        refusals[service] = ServicePlaces.Bystander(change, service.Replaced.First(change.IsFrom));
        }

        static bool IsRendered(ServiceManifests service) =>
            service.Places is { } own && (own.Rendered.Any() || own.Charts.Any());
    }

    private static IEnumerable<Claim> Claims(IEnumerable<ServiceManifests> services) =>
        services.SelectMany(service => service.Replaced.Select(image => new Claim(service, image)));

    private sealed class EditedFile(ManifestFile file, ServiceManifests[] services)
    {
        public ManifestFile File => file;

        public ServiceManifests[] Services => services;

        public byte[] Content { get; private set; } = [];

        public string? Refusal { get; private set; }

        public void Apply()
        {
            try
            {
                Content = Edit(file, services).Apply();
            }
            catch (ManifestException refusal)
            {
                Refusal = refusal.Message;
            }
        }
    }

    // Tuples would be compiled again in each process that previews.
    private sealed record Claim(ServiceManifests Service, ManifestImage Image);
}
