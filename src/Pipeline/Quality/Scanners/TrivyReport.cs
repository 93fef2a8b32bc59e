using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Scanners;

/// <summary>Reads Trivy's JSON report of schema version 2, which Trivy has written since 0.20.</summary>
internal static class TrivyReport
{
    private const int SchemaVersion = 2;

    private sealed record Report(int SchemaVersion, string? ArtifactName, ImmutableArray<Result>? Results);

    private sealed record Result(
        string Target,
        string? Class,
        ImmutableArray<Package>? Packages,
        ImmutableArray<Vulnerability>? Vulnerabilities,
        ImmutableArray<Misconfiguration>? Misconfigurations,
        ImmutableArray<Secret>? Secrets
    );

    private sealed record Package(string? Id, ImmutableArray<Location>? Locations);

    private sealed record Location(int? StartLine);

    private sealed record Vulnerability(
        string VulnerabilityId,
        string PkgName,
        string? PkgId,
        string? PkgPath,
        string? InstalledVersion,
        string? FixedVersion,
        string? Severity,
        string? Title,
        string? Description
    );

    private sealed record Misconfiguration(
        string Id,
        string? Title,
        string? Message,
        string? Severity,
        string? Status,
        Cause? CauseMetadata
    );

    private sealed record Cause(int? StartLine);

    private sealed record Secret(string RuleId, string? Title, string? Severity, int? StartLine);

    /// <summary>Reads vulnerabilities, misconfigurations and secrets; of a secret its place and kind alone.</summary>
    /// <param name="json">The report; null where Trivy wrote none.</param>
    /// <param name="prefix">
    /// Prepended to file names; empty, or ending in a slash. File names of an image are those within it.
    /// </param>
    /// <exception cref="StepFailedException">The report is missing, truncated, or of another form.</exception>
    public static ImmutableArray<Finding> Read(string? json, string prefix = "") =>
        [.. Results(json).SelectMany(result => Findings(result, prefix))];

    /// <summary>True where Trivy recognised a package that it could look up.</summary>
    /// <inheritdoc cref="Read"/>
    public static bool HasPackages(string? json) =>
        Results(json)
            .Any(result =>
                result is { Packages: { IsDefaultOrEmpty: false } } or { Vulnerabilities: { IsDefaultOrEmpty: false } }
            );

    private static ImmutableArray<Result> Results(string? json) =>
        ReportJson
            .Read<Report>(
                Trivy.Name,
                json,
                report =>
                    report is { SchemaVersion: SchemaVersion, ArtifactName: not null }
                    && report.Results?.Any(result => result.Target is null) != true
            )
            .Results
        ?? [];

    private static IEnumerable<Finding> Findings(Result result, string prefix) =>
        (result.Vulnerabilities ?? [])
            .Select(vulnerability => Finding(result, vulnerability, prefix))
            .Concat(
                (result.Misconfigurations ?? [])
                    .Where(check => check.Status is null or "FAIL")
                    .Select(check => new Finding(
                        Trivy.Name,
                        check.Id,
                        SeverityScale.Parse(check.Severity),
                        check.Message ?? check.Title ?? check.Id
                    )
                    {
                        File = prefix + result.Target,
                        Line = Line(check.CauseMetadata?.StartLine),
                    })
            )
            .Concat(
                (result.Secrets ?? []).Select(secret => new Finding(
                    Trivy.Name,
                    secret.RuleId,
                    SeverityScale.Parse(secret.Severity),
                    $"secret in the file: {secret.Title}"
                )
                {
                    File = prefix + result.Target.TrimStart('/'),
                    Line = Line(secret.StartLine),
                })
            );

    private static Finding Finding(Result result, Vulnerability vulnerability, string prefix) =>
        new(
            Trivy.Name,
            vulnerability.VulnerabilityId,
            SeverityScale.Parse(vulnerability.Severity),
            vulnerability.Title ?? vulnerability.Description ?? "is vulnerable"
        )
        {
            // The target of the system's packages is the image's name, not a file.
            File = result.Class == "os-pkgs" ? null : prefix + (vulnerability.PkgPath ?? result.Target),
            Line = Line(
                (result.Packages ?? [])
                    .FirstOrDefault(package => package.Id is not null && package.Id == vulnerability.PkgId)
                    ?.Locations?.FirstOrDefault()
                    ?.StartLine
            ),
            Package = $"{vulnerability.PkgName}@{vulnerability.InstalledVersion}",
            FixedVersion = vulnerability.FixedVersion is { Length: > 0 } version ? version : null,
        };

    // Trivy writes 0 for an unknown line.
    private static int? Line(int? line) => line > 0 ? line : null;
}
