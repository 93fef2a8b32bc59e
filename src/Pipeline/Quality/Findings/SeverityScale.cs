using Pipeline.Catalog;

namespace Pipeline.Quality.Findings;

/// <summary>Puts the severities of tools on one scale, and words it.</summary>
internal static class SeverityScale
{
    /// <summary>The severity by a tool's word for it; <see cref="Severity.Unknown"/> for an unknown word.</summary>
    public static Severity Parse(string? word) =>
        word?.ToLowerInvariant() switch
        {
            "critical" => Severity.Critical,
            "high" or "important" => Severity.High,
            "medium" or "moderate" => Severity.Medium,
            "low" or "info" or "informational" or "bestpractice" or "manualreview" => Severity.Low,
            _ => Severity.Unknown,
        };

    /// <summary>Our own word for it, as reports write it.</summary>
    public static string Word(this Severity severity) => severity.ToString().ToLowerInvariant();

    /// <summary>The severity of a CVSS base score, by the bands of CVSS 3.1's qualitative scale.</summary>
    public static Severity OfScore(double score) =>
        score switch
        {
            >= 9 => Severity.Critical,
            >= 7 => Severity.High,
            >= 4 => Severity.Medium,
            > 0 => Severity.Low,
            _ => Severity.Unknown,
        };
}
