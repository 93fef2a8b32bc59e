using Nuke.Common.IO;
using Pipeline.Catalog;

namespace Pipeline.Planning;

/// <summary>Finds the sources of services.</summary>
/// <param name="platform">The catalog.</param>
public sealed class ServiceSources(Platform platform)
{
    private readonly Dictionary<string, Service> services = platform.Services.ToDictionary(service => service.Name);
    private readonly ImmutableArray<OwnBase> bases = platform.OwnBases;

    /// <summary>A service and its transitive dependencies, ordered by name.</summary>
    public ImmutableArray<Service> NeededBy(Service service)
    {
        if (service.DependsOn.IsEmpty)
            return [service];

        var needed = new SortedDictionary<string, Service>(StringComparer.Ordinal) { [service.Name] = service };
        var open = new Queue<Service>([service]);
        while (open.TryDequeue(out var next))
            foreach (var name in next.DependsOn)
                if (services.TryGetValue(name, out var other) && needed.TryAdd(name, other))
                    open.Enqueue(other);
        return [.. needed.Values];
    }

    /// <summary>The service's own folder, and the paths and base images in its <c>dependsOn</c>.</summary>
    public ImmutableArray<AbsolutePath> PathsOf(Service service) =>
        [
            service.Directory,
            .. service
                .SharedPaths.Concat(BasePaths(service))
                .Select(path => (AbsolutePath)Path.GetFullPath(path, platform.Root)),
        ];

    // Bases named by a Dockerfile alone do not affect what is compiled and tested.
    private IEnumerable<string> BasePaths(Service service) =>
        bases.IsEmpty
            ? []
            : platform
                .BasesOf(service with { Bases = [.. service.Bases.Intersect(service.DependsOn)] })
                .SelectMany(BaseImageUse.SourcesOf);
}
