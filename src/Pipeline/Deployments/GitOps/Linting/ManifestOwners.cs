using System.Collections.Concurrent;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Linting;

/// <summary>Says whose manifests files are, so that each finding is told once, for one service.</summary>
/// <param name="services">The services of the catalog.</param>
/// <param name="folderOf">The folder or file of a service's manifests.</param>
internal sealed class ManifestOwners(ImmutableArray<Service> services, Func<Service, string> folderOf)
{
    private readonly ConcurrentDictionary<string, string> told = new();

    /// <summary>
    /// True where a file's findings are told for a service: its own, and those of nobody that no other service of the
    /// run has told.
    /// </summary>
    public bool IsToldFor(Service service, ParsedFile file) =>
        (Owner(file)?.Name ?? told.GetOrAdd(file.Path, service.Name)) == service.Name;

    // The nearest folder decides, and in a common one the names of objects, folders and files.
    private Service? Owner(ParsedFile file)
    {
        var near = services
            .Where(service => RepositoryPath.Contains(folderOf(service), file.Path))
            .GroupBy(service => folderOf(service).Length)
            .MaxBy(group => group.Key)
            ?.ToArray();
        if (near is null or [_])
            return near?[0];

        var named = Names(file).Select(name => near.FirstOrDefault(service => ServiceNames.Of(service).Contains(name)));
        return named.OfType<Service>().Distinct().ToArray() is [var only] ? only : null;
    }

    private static IEnumerable<string> Names(ParsedFile file) =>
        file
            .Documents.Select(document => (document.Root as ManifestMap)?["metadata"] as ManifestMap)
            .Select(metadata => metadata?.Text("name"))
            .OfType<string>()
            .Concat(ServiceNames.InPath(file.Path));
}
