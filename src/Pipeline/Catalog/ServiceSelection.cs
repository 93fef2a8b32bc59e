using Pipeline.Foundation;

namespace Pipeline.Catalog;

/// <summary>Finds the services that a user names.</summary>
internal static class ServiceSelection
{
    private const string Suffix = "-service";

    /// <summary>The name without a <c>-service</c> suffix.</summary>
    public static string ShortName(string name) =>
        name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Suffix.Length ? name[..^Suffix.Length] : name;

    /// <summary>The named services in the order of the catalog; all where none is named.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="names">
    /// Names with or without <c>-service</c>; one item may hold several, separated by commas.
    /// </param>
    /// <exception cref="UnknownServiceException">A name is not in the catalog.</exception>
    public static ImmutableArray<Service> Select(this Platform platform, IReadOnlyCollection<string>? names) =>
        platform.Services.Named(names);

    /// <summary>
    /// The named ones of some services and base images, in their order; all where none is named.
    /// </summary>
    /// <param name="all">The services and base images.</param>
    /// <param name="names">
    /// Names with or without <c>-service</c>; one item may hold several, separated by commas.
    /// </param>
    /// <exception cref="UnknownServiceException">A name is not one of theirs.</exception>
    internal static ImmutableArray<T> Named<T>(this ImmutableArray<T> all, IReadOnlyCollection<string>? names)
        where T : ImageSource
    {
        var wanted = (names ?? [])
            .SelectMany(name => name.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(ShortName)
            .ToHashSet();
        if (wanted.Count == 0)
            return all;

        var known = all.Select(service => service.Name).ToHashSet();
        return wanted.IsSubsetOf(known)
            ? [.. all.Where(service => wanted.Contains(service.Name))]
            : throw new UnknownServiceException(wanted.Except(known), known);
    }
}

/// <summary>Unknown service; the message suggests the nearest name.</summary>
internal sealed class UnknownServiceException(IEnumerable<string> unknown, IReadOnlyCollection<string> known)
    : Exception(
        string.Join(
            '\n',
            unknown.Select(name =>
                $"there is no service \"{name}\": {Spelling.Suggest(ServiceSelection.ShortName(name), known)}"
            )
        )
    );
