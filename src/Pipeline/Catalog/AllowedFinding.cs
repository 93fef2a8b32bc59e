namespace Pipeline.Catalog;

/// <summary>A finding that is accepted until a day, by a named owner.</summary>
/// <param name="Id">The scanner's identifier: of a CVE, or of a rule.</param>
/// <param name="Owner">Who accepted it.</param>
/// <param name="Reason">Why it is harmless here.</param>
/// <param name="Until">The last day on which it is accepted, in UTC.</param>
public sealed record AllowedFinding(string Id, string Owner, string Reason, DateOnly Until)
{
    /// <summary>The package that it is accepted in; null for any.</summary>
    public string? Package { get; init; }

    /// <summary>The services that it is accepted in; empty for all.</summary>
    public ImmutableArray<string> Services { get; init; } = [];

    /// <summary>True where it covers a finding, expired or not.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="id">The finding's identifier.</param>
    /// <param name="package">The package it was found in, as <c>name@version</c>; null for none.</param>
    public bool IsAbout(string service, string id, string? package) =>
        string.Equals(Id, id, StringComparison.OrdinalIgnoreCase)
        && (Services.IsEmpty || Services.Contains(service))
        && (
            Package is null
            || package == Package
            || package?.StartsWith(Package + "@", StringComparison.Ordinal) == true
        );
}
