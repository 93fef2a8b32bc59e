using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Planning.Versions;

/// <summary>A version by the calendar, such as <c>2026.02.1</c>.</summary>
/// <remarks>https://calver.org: <c>YYYY.0M.MICRO</c>.</remarks>
/// <param name="Year">The year.</param>
/// <param name="Month">The month, from 1.</param>
/// <param name="Count">Which one of the month, from 1.</param>
internal readonly partial record struct CalendarVersion(int Year, int Month, int Count)
    : IVersionNumber<CalendarVersion>
{
    /// <summary>The first version of a month after all taken ones.</summary>
    /// <param name="time">A time of the month, in UTC.</param>
    /// <param name="taken">The taken versions, in any order and of any month.</param>
    public static CalendarVersion After(DateTimeOffset time, IEnumerable<CalendarVersion> taken)
    {
        var (year, month) = (time.UtcDateTime.Year, time.UtcDateTime.Month);
        return new(
            year,
            month,
            taken
                .Where(version => version.Year == year && version.Month == month)
                .Select(version => version.Count)
                .DefaultIfEmpty()
                .Max() + 1
        );
    }

    /// <inheritdoc />
    public static CalendarVersion? Parse(string text) =>
        Form().Match(text) is { Success: true } match
        && int.TryParse(match.Groups["count"].Value, CultureInfo.InvariantCulture, out var count)
            ? new(
                int.Parse(match.Groups["year"].Value, CultureInfo.InvariantCulture),
                int.Parse(match.Groups["month"].Value, CultureInfo.InvariantCulture),
                count
            )
            : null;

    /// <inheritdoc />
    public (int, int, int) Order => (Year, Month, Count);

    /// <summary>The version as it is written.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}.{Month:00}.{Count}");

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})\.(?<month>0[1-9]|1[0-2])\.(?<count>[1-9][0-9]*)$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Form();
}
