using System.Text.Json;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;

namespace Pipeline.Quality.Languages.Node;

/// <summary><c>npm audit</c>: asks the configured npm registry for advisories on the locked versions.</summary>
internal sealed class NpmAudit : IScanner
{
    private const string Name = "npm audit";

    private sealed record Report(
        int AuditReportVersion,
        Dictionary<string, Vulnerable>? Vulnerabilities,
        string? Message,
        Problem? Error
    );

    private sealed record Problem(string? Summary);

    /// <param name="Via">Advisories, and names of packages with entries of their own.</param>
    /// <param name="FixAvailable">The package and version with a fix, or whether one exists.</param>
    private sealed record Vulnerable(ImmutableArray<JsonElement> Via, JsonElement FixAvailable);

    private sealed record Advisory(string? Title, string? Url, string? Severity, string? Range);

    public async Task<ScanReport> Scan(StepContext step)
    {
        if (step.FindProgram("npm") is not { } npm)
            return ScanReport.Absent(Name, "npm is not installed: see nodejs.org");

        var package = NodePackage.Read(step);
        if (!package.HasDependencies)
            return ScanReport.Complete(Name, [], "had no dependency to ask about");
        if (!package.IsLocked)
            return ScanReport.Unable(
                Name,
                $"{step.Service.Path} has no package-lock.json, so npm audit cannot tell versions: npm install --package-lock-only makes one"
            );

        var registry = await step.Run(new(npm, "config", "get", "registry") { Directory = step.Service.Directory });
        var outcome = await step.Run(new(npm, "audit", "--json") { Directory = step.Service.Directory });
        var report = ReportJson.Read<Report>(
            Name,
            outcome.Output,
            report => report.AuditReportVersion == 2 || report.Error is not null
        );
        return report.Error is { } error
            ? ScanReport.Unable(
                Name,
                $"npm audit could not ask {Host(registry)}: {First(error.Summary, report.Message, outcome.LastLine())}"
            )
            : ScanReport.Complete(Name, Findings(step, report.Vulnerabilities ?? []), $"asked {Host(registry)}");
    }

    private static IEnumerable<Finding> Findings(StepContext step, Dictionary<string, Vulnerable> vulnerabilities) =>
        from vulnerable in vulnerabilities
        from via in vulnerable.Value.Via
        where via.ValueKind == JsonValueKind.Object
        let advisory = ReportJson.Read<Advisory>(Name, via.GetRawText(), _ => true)
        select new Finding(
            Name,
            advisory.Url?.Split('/')[^1] ?? vulnerable.Key,
            SeverityScale.Parse(advisory.Severity),
            advisory.Title ?? "is vulnerable"
        )
        {
            File = step.RepositoryPath("package-lock.json"),
            Package = $"{vulnerable.Key}@{advisory.Range}",
            FixedVersion = Fix(vulnerable.Key, vulnerable.Value.FixAvailable),
        };

    private static string? Fix(string package, JsonElement fix) =>
        fix.ValueKind == JsonValueKind.Object
        && fix.TryGetProperty("name", out var name)
        && name.GetString() == package
        && fix.TryGetProperty("version", out var version)
            ? version.GetString()
            : null;

    private static string First(params string?[] texts) => texts.First(text => !string.IsNullOrWhiteSpace(text))!;

    // The address may hold a user's name and password.
    private static string Host(CommandOutcome registry) =>
        Uri.TryCreate(registry.Output.Trim(), UriKind.Absolute, out var address) ? address.Authority : "its registry";
}
