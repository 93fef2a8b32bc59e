using System.Globalization;

namespace Pipeline.Build.Reporting.Audit;

/// <summary>Writes durations in their largest unit.</summary>
internal static class DurationText
{
    /// <summary>A duration, such as <c>3 h</c>; a dash for null.</summary>
    public static string Show(TimeSpan? span) =>
        span switch
        {
            null => "–",
            { TotalDays: >= 2 } time => Number(time.TotalDays, "d"),
            { TotalHours: >= 2 } time => Number(time.TotalHours, "h"),
            { TotalMinutes: >= 2 } time => Number(time.TotalMinutes, "min"),
            { } time => Number(Math.Max(0, time.TotalSeconds), "s"),
        };

    private static string Number(double number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(number)} {unit}");
}
