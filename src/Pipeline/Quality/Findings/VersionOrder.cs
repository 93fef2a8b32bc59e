using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Pipeline.Quality.Findings;

/// <summary>
/// Orders versions of any scheme by their numbers, part by part: precise enough to choose among the versions that a
/// scanner names, but not to decide whether one is vulnerable.
/// </summary>
internal sealed partial class VersionOrder : IComparer<string>
{
    public static readonly VersionOrder Instance = new();

    /// <inheritdoc />
    public int Compare(string? x, string? y)
    {
        var (left, right) = (Parts(x), Parts(y));
        for (var i = 0; i < Math.Max(left.Length, right.Length); i++)
            if (ComparePart(left.ElementAtOrDefault(i), right.ElementAtOrDefault(i)) is not 0 and var order)
                return order;
        return 0;
    }

    private static int ComparePart(string? left, string? right) =>
        (Number(left), Number(right)) switch
        {
            ({ } one, { } other) => one.CompareTo(other),
            // 1.0 comes before 1.0.1, and after 1.0-rc.
            (not null, null) => 1,
            (null, not null) => -1,
            _ => left is null ? (right is null ? 0 : 1)
            : right is null ? -1
            : string.CompareOrdinal(left, right),
        };

    private static BigInteger? Number(string? part) =>
        part is not null && char.IsAsciiDigit(part[0]) ? BigInteger.Parse(part, CultureInfo.InvariantCulture) : null;

    private static string[] Parts(string? version) =>
        [.. Part().Matches(version?.TrimStart('v') ?? "").Select(match => match.Value)];

    [GeneratedRegex("[0-9]+|[A-Za-z]+")]
    private static partial Regex Part();
}
