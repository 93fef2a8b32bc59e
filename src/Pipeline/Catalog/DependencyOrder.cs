namespace Pipeline.Catalog;

/// <summary>Sorts services or base images topologically.</summary>
internal static class DependencyOrder
{
    /// <summary>
    /// The services, each after its dependencies; those in a cycle, or that depend on one, are left out.
    /// </summary>
    public static IEnumerable<Service> Sort(IReadOnlyCollection<Service> services) =>
        Sort(services, service => service.DependsOn);

    /// <summary>The same, by edges of another kind.</summary>
    /// <param name="services">The services.</param>
    /// <param name="needs">Gives the names of a service's dependencies.</param>
    public static IEnumerable<T> Sort<T>(IReadOnlyCollection<T> services, Func<T, ImmutableArray<string>> needs)
        where T : ImageSource
    {
        var dependents = services.ToDictionary(service => service.Name, _ => new List<T>(0));
        var open = new Dictionary<string, int>(services.Count);
        foreach (var service in services)
        {
            open[service.Name] = 0;
            foreach (var name in needs(service))
                if (name != service.Name && dependents.TryGetValue(name, out var waiting))
                {
                    open[service.Name]++;
                    waiting.Add(service);
                }
        }

        var free = new Queue<T>(services.Where(service => open[service.Name] == 0));
        while (free.TryDequeue(out var next))
        {
            yield return next;
            foreach (var dependent in dependents[next.Name])
                if (--open[dependent.Name] == 0)
                    free.Enqueue(dependent);
        }
    }

    /// <summary>
    /// The names of services in a dependency cycle, the first one again at the end; null where there is none.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="needs">Gives the names of a service's dependencies.</param>
    public static ImmutableArray<string>? FindCircle<T>(
        IReadOnlyCollection<T> services,
        Func<T, ImmutableArray<string>> needs
    )
        where T : ImageSource
    {
        // By name: comparing services would compare everything that the catalog says of them.
        var left = services
            .ExceptBy(Sort(services, needs).Select(sorted => sorted.Name), service => service.Name)
            .ToDictionary(service => service.Name);
        if (left.Count == 0)
            return null;

        // Each remaining one depends on another remaining one, so the walk returns to where it has been.
        var way = new List<string> { left.Keys.First() };
        var seen = new HashSet<string>();
        while (seen.Add(way[^1]))
            way.Add(needs(left[way[^1]]).First(name => name != way[^1] && left.ContainsKey(name)));
        return [.. way[way.IndexOf(way[^1])..]];
    }
}
