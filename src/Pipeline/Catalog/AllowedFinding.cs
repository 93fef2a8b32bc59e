namespace Pipeline.Catalog;

/// <summary>A finding that somebody answers for, until a day.</summary>
/// <param name="Id">The scanner's name for it: a CVE, a rule.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Reason">Why it does no harm.</param>
/// <param name="Until">The last day on which it is let pass, in UTC.</param>
public sealed record AllowedFinding(string Id, string Owner, string Reason, DateOnly Until)
{
    /// <summary>The package that it is let pass in; null for any.</summary>
    public string? Package { get; init; }

    /// <summary>The services that it is let pass in; none for all.</summary>
    public ImmutableArray<string> Services { get; init; } = [];

    /// <summary>True where it is about a finding, whether its time is over or not.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="id">What was found.</param>
    /// <param name="package">The package that it was found in, as <c>name@version</c>; null where it is in none.</param>
    public bool IsAbout(string service, string id, string? package) =>
        string.Equals(Id, id, StringComparison.OrdinalIgnoreCase)
        && (Services.IsEmpty || Services.Contains(service))
        && (
            Package is null
            || package == Package
            || package?.StartsWith(Package + "@", StringComparison.Ordinal) == true
        );
}
