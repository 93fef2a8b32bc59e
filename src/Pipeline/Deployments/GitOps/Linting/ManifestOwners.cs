using System.Collections.Concurrent;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Linting;

/// <summary>Says whose manifests objects are, so that each finding is told once, for one service.</summary>
/// <param name="services">The services of the catalog.</param>
/// <param name="folderOf">The folder or file of a service's manifests.</param>
/// <param name="includes">True where a service's kustomizations include a file from elsewhere.</param>
internal sealed class ManifestOwners(
    ImmutableArray<Service> services,
    Func<Service, string> folderOf,
    Func<Service, ParsedFile, bool> includes
)
{
    private readonly ConcurrentDictionary<string, string> told = new();

    /// <summary>
    /// True where the findings of an object are told for a service: its own, and those of nobody that no other service
    /// of the run has told.
    /// </summary>
    /// <param name="service">The service.</param>
    /// <param name="file">The object's file.</param>
    /// <param name="line">A line of the object; null for the file as a whole.</param>
    public bool IsToldFor(Service service, ParsedFile file, int? line = null) =>
        (Owner(file, line)?.Name ?? told.GetOrAdd(file.Path, service.Name)) == service.Name;

    // The nearest folder decides, and in a common one the names of the object, or else of all, of folders and files.
    private Service? Owner(ParsedFile file, int? line)
    {
        var near =
            services
                .Where(service => RepositoryPath.Contains(folderOf(service), file.Path))
                .GroupBy(service => folderOf(service).Length)
                .MaxBy(group => group.Key)
                ?.ToArray()
            ?? [.. services.Where(service => includes(service, file))];
        if (near is [] or [_])
            return near.FirstOrDefault();

        var objects = file.Documents.SelectMany(document => ManifestObject.Of(file.Path, document, isPatch: false));
        return line is { } at && Named(near, objects.LastOrDefault(found => found.Line <= at)?.Name) is { } owner
                ? owner
            : objects
                .Select(found => found.Name)
                .Concat(ServiceNames.InPath(file.Path))
                .Select(name => Named(near, name))
                .OfType<Service>()
                .Distinct()
                .ToArray()
                is [var only]
                ? only
            : null;
    }

    private static Service? Named(Service[] near, string? name) =>
        near.FirstOrDefault(service => name is not null && ServiceNames.Of(service).Contains(name));
}
