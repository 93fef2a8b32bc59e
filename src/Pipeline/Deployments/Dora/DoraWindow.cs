using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Deployments.Dora;

/// <summary>Parses the length of a window of time.</summary>
internal static partial class DoraWindow
{
    /// <summary>The length of a window such as <c>30d</c>: a number of hours, days or weeks.</summary>
    /// <exception cref="DoraWindowException">It is malformed.</exception>
    public static TimeSpan Parse(string text)
    {
        var match = Length().Match(text);
        var number = match.Success ? int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) : 0;
        return number > 0
            ? match.Groups["unit"].Value switch
            {
                "h" => TimeSpan.FromHours(number),
                "w" => TimeSpan.FromDays(7 * number),
                _ => TimeSpan.FromDays(number),
            }
            : throw new DoraWindowException(
                $"\"{text}\" is not a window of time: write a number of hours, days or weeks, such as 30d"
            );
    }

    [GeneratedRegex("^(?<number>[0-9]{1,4})(?<unit>[hdw])$", RegexOptions.ExplicitCapture)]
    private static partial Regex Length();
}

/// <summary>Invalid window of time; the message says how to write one.</summary>
internal sealed class DoraWindowException(string message) : Exception(message);
