using System.Globalization;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Scanners;

/// <summary>The version of Trivy and the age of its vulnerability database.</summary>
/// <param name="Version">Its version; null where unknown.</param>
/// <param name="Database">When its vulnerability database was built; null where unknown.</param>
internal sealed record TrivyVersion(string? Version, DateTimeOffset? Database)
{
    /// <summary>Nothing is known.</summary>
    public static readonly TrivyVersion Unknown = new(null, null);

    private sealed record About(string? Version, Knowledge? VulnerabilityDb);

    private sealed record Knowledge(DateTimeOffset? UpdatedAt);

    /// <summary>
    /// Reads the output of <c>trivy version --format json</c>; <see cref="Unknown"/> for any other text.
    /// </summary>
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

    /// <summary>Describes version and database, and enforces the database's maximum age.</summary>
    /// <param name="policy">States the maximum age.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="StepFailedException">
    /// The database is older than the policy allows, or of unknown age.
    /// </exception>
    public string Check(Policy policy, DateTimeOffset now)
    {
        var description = $"{Version ?? "of an unknown version"}, {Age()}";
        if (policy.DatabaseDays is not { } days || Database > now.AddDays(-days))
            return description;

        throw new StepFailedException(
            $"trivy's database is too old: {description}, and \"databaseDays\" allows {days.ToString(CultureInfo.InvariantCulture)} days: update it with \"trivy image --download-db-only\""
        );
    }

    private string Age() =>
        Database is { } made
            ? $"database of {made.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC"
            : "database of an unknown time";
}
