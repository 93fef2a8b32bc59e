using System.Text.Json.Serialization;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Rust;

/// <summary>Reads cargo-audit's JSON.</summary>
internal static class CargoAuditReport
{
    private sealed record Report(Database Database, Vulnerabilities Vulnerabilities)
    {
        public Dictionary<string, ImmutableArray<Match>>? Warnings { get; init; }
    }

    private sealed record Database(
        [property: JsonPropertyName("advisory-count")] int AdvisoryCount,
        [property: JsonPropertyName("last-updated")] DateTimeOffset? LastUpdated
    );

    private sealed record Vulnerabilities(ImmutableArray<Match> List);

    private sealed record Match(Crate Package, Advisory? Advisory, Versions? Versions, string? Kind);

    private sealed record Crate(string Name, string Version);

    private sealed record Advisory(string Id, string? Title);

    private sealed record Versions(ImmutableArray<string>? Patched);

    /// <summary>The vulnerabilities; what is unmaintained, unsound or yanked counts less.</summary>
    /// <param name="json">The report.</param>
    /// <param name="file">The lock.</param>
    /// <exception cref="StepFailedException">It cannot be read.</exception>
    public static ScanReport Read(string json, string file)
    {
        var report = ReportJson.Read<Report>(
            CargoAudit.Name,
            json,
            report => report is { Database: not null, Vulnerabilities.List.IsDefault: false }
        );
        return report.Database.AdvisoryCount == 0
            ? ScanReport.Unable(CargoAudit.Name, "cargo-audit asked a database without an advisory")
            : ScanReport.Complete(
                CargoAudit.Name,
                // An advisory states no severity, as a rule: by default, a known vulnerability must stop a delivery.
                report
                    .Vulnerabilities.List.Select(match => Finding(match, Severity.High, file))
                    .Concat(
                        (report.Warnings ?? [])
                            .Values.Where(matches => !matches.IsDefault)
                            .SelectMany(matches => matches)
                            .Select(match => Finding(match, Severity.Low, file))
                    ),
                $"asked its database as of {report.Database.LastUpdated?.ToString("yyyy-MM-dd") ?? "an unknown day"}"
            );
    }

    private static Finding Finding(Match match, Severity severity, string file) =>
        new(
            CargoAudit.Name,
            match.Advisory?.Id ?? match.Kind ?? "warning",
            severity,
            match.Advisory?.Title ?? $"is {match.Kind}"
        )
        {
            File = file,
            Package = $"{match.Package.Name}@{match.Package.Version}",
            FixedVersion = match.Versions?.Patched is { IsDefaultOrEmpty: false } patched
                ? string.Join(" or ", patched)
                : null,
        };
}
