using Nuke.Common.IO;
using Pipeline.Catalog;

namespace Pipeline.Planning;

/// <summary>Finds the services that changed files affect.</summary>
internal static class Affected
{
    /// <summary>
    /// The affected own base images, then the services, in the order of the catalog, each with one reason: a file of
    /// its own or its Dockerfile, a path or service that it depends on, a base image, or the catalog itself, which
    /// affects all. All are affected where the changes are not known.
    /// </summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="catalog">The catalog's file.</param>
    /// <param name="changes">What has changed.</param>
    /// <param name="basesOf">
    /// The base images that a service is built on; called only where the fallback folder of one has changed.
    /// </param>
    public static ImmutableArray<AffectedSource> Of(
        Platform platform,
        AbsolutePath catalog,
        SourceChanges changes,
        Func<ImageSource, IEnumerable<BaseImage>> basesOf
    ) => Of(platform, catalog, changes, basesOf, StringComparer.Ordinal);

    internal static ImmutableArray<AffectedSource> Of(
        Platform platform,
        AbsolutePath catalog,
        SourceChanges changes,
        Func<ImageSource, IEnumerable<BaseImage>> basesOf,
        IEqualityComparer<string> comparer
    )
    {
        if (changes.Unknown is { } unknown)
            return All(platform, unknown);
        // A link in the path gives the work tree two names, and no changed file would match the catalog's.
        if (!changes.Root.Contains(platform.Root))
            return All(platform, $"{platform.Root} is not in {changes.Root}, Git's name of the work tree");

        var watched = new WatchedPaths(platform, catalog, changes, comparer);
        if (watched.FirstChangeIn(catalog) is { } file)
            return [.. platform.BasesAndServices.Select(source => new AffectedSource(source, file, ["the catalog"]))];

        var affected = new Dictionary<string, AffectedSource>();
        foreach (var service in platform.Services)
            if (Direct(service, watched) is { } direct)
                affected[service.Name] = direct;
        Spread(platform, affected);
        // Dependents of a service's sources do not depend on its base image, so this comes last.
        AddBases(platform, watched, basesOf, affected);
        return
        [
            .. platform
                .BasesAndServices.Where(source => affected.ContainsKey(source.Name))
                .Select(source => affected[source.Name]),
        ];
    }

    private static ImmutableArray<AffectedSource> All(Platform platform, string reason) =>
        [
            .. platform.BasesAndServices.Select(source => new AffectedSource(
                source,
                null,
                [$"every service counts as affected: {reason}"]
            )),
        ];

    private static AffectedSource? Direct(Service service, WatchedPaths watched)
    {
        if (watched.FirstChangeIn(service.Directory) is { } own)
            return new(service, own, []);
        if (service.Dockerfile is { } dockerfile && watched.FirstChangeIn(dockerfile) is { } recipe)
            return new(service, recipe, []);

        foreach (var path in service.SharedPaths)
            if (watched.FirstChangeIn(watched.Absolute(path)) is { } shared)
                return new(service, shared, [$"dependsOn {path}"]);
        return null;
    }

    private static void Spread(Platform platform, Dictionary<string, AffectedSource> affected)
    {
        var dependents = platform
            .Services.SelectMany(service => service.DependsOn.Select(name => (name, service)))
            .ToLookup(edge => edge.name, edge => edge.service);
        // Breadth first, so the reason is a shortest path.
        var open = new Queue<AffectedSource>(
            platform.Services.Select(service => affected.GetValueOrDefault(service.Name)).OfType<AffectedSource>()
        );
        while (open.TryDequeue(out var cause))
            foreach (var dependent in dependents[cause.Source.Name])
            {
                var next = new AffectedSource(
                    dependent,
                    cause.File,
                    [$"dependsOn {cause.Source.Name}", .. cause.Through]
                );
                if (affected.TryAdd(dependent.Name, next))
                    open.Enqueue(next);
            }
    }

    private static void AddBases(
        Platform platform,
        WatchedPaths watched,
        Func<ImageSource, IEnumerable<BaseImage>> basesOf,
        Dictionary<string, AffectedSource> affected
    )
    {
        var changed = new Dictionary<string, (string? File, ImmutableArray<string> Through)>();
        foreach (var image in platform.Bases.Where(image => image.Fallback is not null))
            if (watched.FirstChangeIn(image.Fallback!) is { } file)
                changed[image.Name] = (file, [$"base image {image.Name}"]);
        foreach (var image in platform.OwnBases)
        {
            if (FirstChangeOf(image, watched) is { } file)
                affected[image.Name] = new(image, file, []);
            else
                Add(image);
            if (affected.TryGetValue(image.Name, out var found))
                changed[image.Name] = (found.File, [$"base image {image.Name}", .. found.Through]);
        }

        foreach (var service in platform.Services.Where(service => !affected.ContainsKey(service.Name)))
            Add(service);

        void Add(ImageSource source)
        {
            if (changed.Count == 0)
                return;
            var bases = source.Bases.Concat(basesOf(source).Select(image => image.Name));
            if (bases.FirstOrDefault(changed.ContainsKey) is { } image)
                affected[source.Name] = new(source, changed[image].File, changed[image].Through);
        }
    }

    private static string? FirstChangeOf(OwnBase image, WatchedPaths watched) =>
        BaseImageUse
            .SourcesOf(image)
            .Select(path => watched.FirstChangeIn(watched.Absolute(path)))
            .FirstOrDefault(file => file is not null);
}
