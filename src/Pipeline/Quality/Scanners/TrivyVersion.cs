using System.Globalization;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Scanners;

/// <summary>Which Trivy it is, and of when what it knows is.</summary>
/// <param name="Version">Its version; null where it does not tell.</param>
/// <param name="Database">When its database of vulnerabilities was made; null where it does not tell.</param>
public sealed record TrivyVersion(string? Version, DateTimeOffset? Database)
{
    /// <summary>Of one that tells nothing.</summary>
    public static readonly TrivyVersion Unknown = new(null, null);

    private sealed record About(string? Version, Knowledge? VulnerabilityDb);

    private sealed record Knowledge(DateTimeOffset? UpdatedAt);

    /// <summary>Reads what <c>trivy version --format json</c> prints; what cannot be read tells nothing.</summary>
    public static TrivyVersion Read(string json)
    {
        try
        {
            var about = ReportJson.Read<About>(Trivy.Name, json, about => about.Version is { Length: > 0 });
            return new(about.Version, about.VulnerabilityDb?.UpdatedAt);
        }
        catch (StepFailedException)
        {
            return Unknown;
        }
    }

    /// <summary>Says what a scan rests on.</summary>
    /// <param name="policy">How old the database may be.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="StepFailedException">The database is older than that, or does not tell.</exception>
    public string Check(Policy policy, DateTimeOffset now)
    {
        var told = $"{Version ?? "of an unknown version"}, {Age()}";
        if (policy.DatabaseDays is not { } days || Database > now.AddDays(-days))
            return told;

        throw new StepFailedException(
            $"trivy knows too little: {told}, and \"databaseDays\" allows {days.ToString(CultureInfo.InvariantCulture)} days: fetch it anew with \"trivy image --download-db-only\""
        );
    }

    private string Age() =>
        Database is { } made
            ? $"database of {made.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC"
            : "database of an unknown time";
}
