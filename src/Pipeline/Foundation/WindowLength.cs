using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Foundation;

/// <summary>The length of a window of time, as people write it: <c>30d</c>.</summary>
internal static partial class WindowLength
{
    /// <summary>Reads a number of hours, days or weeks; null where the text is none.</summary>
    public static TimeSpan? Read(string text)
    {
        var match = Length().Match(text);
        var number = match.Success ? int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) : 0;
        return number == 0
            ? null
            : match.Groups["unit"].Value switch
            {
                "h" => TimeSpan.FromHours(number),
                "w" => TimeSpan.FromDays(7 * number),
                _ => TimeSpan.FromDays(number),
            };
    }

    /// <summary>A length in the largest unit that leaves no rest; a day is <c>24h</c>.</summary>
    public static string Write(TimeSpan length) =>
        length.TotalDays > 1 && length.TotalDays % 1 == 0 ? Number(length.TotalDays, 'd')
        : length.TotalHours % 1 == 0 ? Number(length.TotalHours, 'h')
        : Number(length.TotalMinutes, 'm');

    private static string Number(double number, char unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:0}{unit}");

    [GeneratedRegex("^(?<number>[0-9]{1,4})(?<unit>[hdw])$", RegexOptions.ExplicitCapture)]
    private static partial Regex Length();
}
