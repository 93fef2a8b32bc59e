using NuGet.Versioning;
using Pipeline.Adoption.Trees;

namespace Pipeline.Adoption;

/// <summary>The step from one version of Pipeline to a later one: one number in one file.</summary>
/// <param name="Pin">The place of the number.</param>
/// <param name="From">The version before.</param>
/// <param name="To">The version after; the same where there is no later one.</param>
internal sealed record Upgrade(VersionPin Pin, NuGetVersion From, NuGetVersion To)
{
    /// <summary>Plans it.</summary>
    /// <param name="pin">The place of the number.</param>
    /// <param name="from">What stands there.</param>
    /// <param name="asked">The version that is asked for; null for the newest.</param>
    /// <param name="available">The versions of the feeds, the oldest first.</param>
    /// <exception cref="AdoptionException">The version is none, is not there, or is an earlier one.</exception>
    public static Upgrade Plan(
        VersionPin pin,
        NuGetVersion from,
        string? asked,
        IReadOnlyCollection<NuGetVersion> available
    )
    {
        if (asked is null)
            return new(pin, from, available.LastOrDefault(version => IsMeant(version, from)) ?? from);

        if (!NuGetVersion.TryParse(asked, out var to) || !available.Contains(to))
            throw new AdoptionException(
                $"there is no Pipeline {asked}: the feeds that nuget.config names have {string.Join(", ", available)}"
            );
        return to < from
            ? throw new AdoptionException(
                $"Pipeline {to} is earlier than {from}, which {pin.File} has: to go back, revert the commit that upgraded it"
            )
            : new(pin, from, to);
    }

    // Whoever runs a preview goes on to previews; one of stand-ins is for the feed that has the stand-ins.
    private static bool IsMeant(NuGetVersion version, NuGetVersion from) =>
        version > from && (from.IsPrerelease || !version.IsPrerelease);
}
