using Nuke.Common.IO;
using Pipeline.Catalog;

namespace Pipeline.Planning;

/// <summary>A service that a run works on, and why.</summary>
/// <param name="Service">The service.</param>
/// <param name="Reason">Why it is one of them.</param>
public sealed record SelectedService(Service Service, string Reason);

/// <summary>Chooses the services that a run works on.</summary>
public static class Selection
{
    /// <summary>
    /// The named services and own base images, or all where none is named; only those affected since a base, where one
    /// is given.
    /// </summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="catalog">The catalog's file.</param>
    /// <param name="source">The commit that is delivered, and what differs from it.</param>
    /// <param name="names">
    /// Names with or without <c>-service</c>; one item may hold several, separated by commas.
    /// </param>
    /// <param name="since">A commit, branch or tag; null or blank to ignore changes.</param>
    /// <param name="cancellation">Cancels the processes.</param>
    /// <exception cref="UnknownServiceException">A name is not in the catalog.</exception>
    public static async Task<ImmutableArray<SelectedService>> Of(
        Platform platform,
        AbsolutePath catalog,
        SourceRevision source,
        IReadOnlyCollection<string> names,
        string? since,
        CancellationToken cancellation = default
    )
    {
        var all = platform.BasesAndServices;
        var named = (platform with { Services = all }).Select(names);
        if (string.IsNullOrWhiteSpace(since))
        {
            var reason = named.Length < all.Length ? "named" : "all services are selected";
            return [.. named.Select(service => new SelectedService(service, reason))];
        }

        return await Changed(platform, catalog, source, named, since.Trim(), cancellation);
    }

    /// <summary>
    /// The named services, or all where none is named; of these, those affected since the commit that each was last
    /// delivered from, and those never delivered.
    /// </summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="catalog">The catalog's file.</param>
    /// <param name="source">The commit that is delivered, and what differs from it.</param>
    /// <param name="names">
    /// Names with or without <c>-service</c>; one item may hold several, separated by commas.
    /// </param>
    /// <param name="delivered">The commits by service.</param>
    /// <param name="cancellation">Cancels the processes.</param>
    /// <exception cref="UnknownServiceException">A name is not in the catalog.</exception>
    public static async Task<ImmutableArray<SelectedService>> SinceDelivery(
        Platform platform,
        AbsolutePath catalog,
        SourceRevision source,
        IReadOnlyCollection<string> names,
        IReadOnlyDictionary<string, string> delivered,
        CancellationToken cancellation = default
    )
    {
        var selected = new Dictionary<string, SelectedService>();
        // Most services are delivered together, so there are few commits to compare with.
        var named = (platform with { Services = platform.BasesAndServices })
            .Select(names)
            // Base images are not delivered; the services built on them are.
            .Where(service => !service.IsBase);
        foreach (var group in named.GroupBy(service => delivered.GetValueOrDefault(service.Name)))
        foreach (
            var one in group.Key is { } commit
                ? await Changed(platform, catalog, source, [.. group], commit, cancellation)
                : group.Select(service => new SelectedService(service, "was not delivered there before"))
        )
            selected[one.Service.Name] = one;
        return
        [
            .. platform.Services.Select(service => selected.GetValueOrDefault(service.Name)).OfType<SelectedService>(),
        ];
    }

    /// <summary>
    /// The selected services with the own base images that they are built on, bases first; or without bases, where
    /// nothing is built.
    /// </summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="selected">The selected services and base images.</param>
    /// <param name="worksOnBases">True where a target of the run works on base images.</param>
    public static ImmutableArray<SelectedService> ForTargets(
        Platform platform,
        ImmutableArray<SelectedService> selected,
        bool worksOnBases
    )
    {
        if (!worksOnBases)
            return [.. selected.Where(one => !one.Service.IsBase)];

        var known = selected.Select(one => one.Service.Name).ToHashSet();
        var users = new Dictionary<string, string>();
        foreach (var (service, _) in selected)
        foreach (var image in platform.BasesOf(service).Where(image => !known.Contains(image.Name)))
            users.TryAdd(image.Name, service.Name);
        return users.Count == 0
            ? selected
            :
            [
                .. platform
                    .OwnBases.Where(image => users.ContainsKey(image.Name))
                    .Select(image => new SelectedService(image, $"{users[image.Name]} is built on it")),
                .. selected,
            ];
    }

    private static async Task<ImmutableArray<SelectedService>> Changed(
        Platform platform,
        AbsolutePath catalog,
        SourceRevision source,
        ImmutableArray<Service> services,
        string since,
        CancellationToken cancellation
    )
    {
        var changes = await SourceChanges.Read(source, since, cancellation);
        var wanted = services.Select(service => service.Name).ToHashSet();
        return
        [
            .. Affected
                .Of(platform, catalog, changes, service => BaseImageUse.Of(platform, service))
                .Where(affected => wanted.Contains(affected.Service.Name))
                .Select(affected => new SelectedService(affected.Service, affected.Reason)),
        ];
    }
}
