using System.Globalization;
using Pipeline.Catalog;

namespace Pipeline.Deployments.Freezes;

/// <summary>A freeze that holds.</summary>
/// <param name="Freeze">The freeze.</param>
/// <param name="Until">When it ends, or its next exception begins.</param>
internal sealed record ActiveFreeze(Freeze Freeze, DateTimeOffset Until)
{
    /// <summary>The part of a sentence that says so.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"frozen until {TimeZoneInfo.ConvertTime(Until, Freeze.Zone):yyyy-MM-dd HH:mm} {Freeze.Zone.Id} ({Freeze.Name}: {Freeze.Reason})"
        );
}
