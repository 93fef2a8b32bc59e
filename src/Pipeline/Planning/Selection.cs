using Nuke.Common.IO;
using Pipeline.Catalog;

namespace Pipeline.Planning;

/// <summary>A selected service or base image, and why it was selected.</summary>
/// <param name="Source">The service or base image.</param>
/// <param name="Reason">Why it is one of them.</param>
internal sealed record SelectedSource(ImageSource Source, string Reason);

/// <summary>Chooses the services that a run works on.</summary>
internal static class Selection
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
    /// <exception cref="SourceException">
    /// A sparse checkout leaves out what is named, or a submodule that is needed is not checked out.
    /// </exception>
    public static async Task<ImmutableArray<SelectedSource>> Of(
        Platform platform,
        AbsolutePath catalog,
        SourceRevision source,
        IReadOnlyCollection<string> names,
        string? since,
        CancellationToken cancellation = default
    )
    {
        var all = platform.BasesAndServices;
        var submodules = new NeededSubmodules(platform, source.Root);
        var named = InCheckout(all.Named(names), names, submodules);
        if (string.IsNullOrWhiteSpace(since))
        {
            var reason = named.Length < all.Length ? "named" : "all services are selected";
            return submodules.Require([.. named.Select(service => new SelectedSource(service, reason))]);
        }

        var changes = await SourceChanges.Read(source, since.Trim(), cancellation);
        return submodules.Require(Affecting(platform, catalog, named, changes));
    }

    /// <summary>
    /// The named services, or all where none is named; of these, those whose files differ from the commit that each
    /// was last delivered from, whatever the history, and those never delivered.
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
    public static async Task<ImmutableArray<SelectedSource>> SinceDelivery(
        Platform platform,
        AbsolutePath catalog,
        SourceRevision source,
        IReadOnlyCollection<string> names,
        IReadOnlyDictionary<string, string> delivered,
        CancellationToken cancellation = default
    )
    {
        var selected = new Dictionary<string, SelectedSource>();
        // Most services are delivered together, so there are few commits to compare with.
        // Base images are not delivered; the services built on them are.
        var submodules = new NeededSubmodules(platform, source.Root);
        var named = InCheckout(platform.BasesAndServices.Named(names), names, submodules).OfType<Service>();
        foreach (var group in named.GroupBy(service => delivered.GetValueOrDefault(service.Name)))
        foreach (
            var one in group.Key is { } commit
                ? Affecting(
                    platform,
                    catalog,
                    [.. group],
                    await SourceChanges.ReadFromTree(source, commit, cancellation)
                )
                : group.Select(service => new SelectedSource(service, "was not delivered there before"))
        )
            selected[one.Source.Name] = one;
        return submodules.Require([
            .. platform.Services.Select(service => selected.GetValueOrDefault(service.Name)).OfType<SelectedSource>(),
        ]);
    }

    /// <summary>
    /// The selected services with the own base images that they are built on, bases first; or without bases, where
    /// nothing is built.
    /// </summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="selected">The selected services and base images.</param>
    /// <param name="worksOnBases">True where a target of the run works on base images.</param>
    public static ImmutableArray<SelectedSource> ForTargets(
        Platform platform,
        ImmutableArray<SelectedSource> selected,
        bool worksOnBases
    )
    {
        if (!worksOnBases)
            return [.. selected.Where(one => one.Source is Service)];

        var known = selected.Select(one => one.Source.Name).ToHashSet();
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
                    .Select(image => new SelectedSource(image, $"{users[image.Name]} is built on it")),
                .. selected,
            ];
    }

    // What a sparse checkout leaves out cannot be worked on: it is refused where it is named.
    private static ImmutableArray<ImageSource> InCheckout(
        ImmutableArray<ImageSource> named,
        IReadOnlyCollection<string> names,
        NeededSubmodules submodules
    )
    {
        bool IsLeftOut(ImageSource source) => !source.IsCheckedOut && submodules.MissingFor(source) is null;
        return names.Count > 0 && named.FirstOrDefault(IsLeftOut) is { } missing
            ? throw new SourceException(
                $"{missing.Name} is not in this checkout, which is sparse: fetch it with \"git sparse-checkout add {missing.Path}\""
            )
            : [.. named.Where(source => !IsLeftOut(source))];
    }

    private static ImmutableArray<SelectedSource> Affecting(
        Platform platform,
        AbsolutePath catalog,
        ImmutableArray<ImageSource> services,
        SourceChanges changes
    )
    {
        var wanted = services.Select(service => service.Name).ToHashSet();
        return
        [
            .. Affected
                .Of(platform, catalog, changes, service => BaseImageUse.Of(platform, service))
                .Where(affected => wanted.Contains(affected.Source.Name))
                .Select(affected => new SelectedSource(affected.Source, affected.Reason)),
        ];
    }
}
