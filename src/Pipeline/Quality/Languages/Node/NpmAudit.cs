using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;

namespace Pipeline.Quality.Languages.Node;

/// <summary><c>npm audit</c>: asks the configured npm registry for advisories on the locked versions.</summary>
internal sealed class NpmAudit : IScanner
{
    private const string Name = "npm audit";
    private const string Known = "lodash 4.17.15";

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
        if (package.Lock is not { } locked)
            return ScanReport.Unable(
                Name,
                $"{step.Service.Path} has no package-lock.json, so npm audit cannot tell versions: npm install --package-lock-only makes one"
            );
        if (locked.Manager != NodeManager.Npm)
            return ScanReport.Absent(
                Name,
                $"npm audit does not read {step.RepositoryPath(locked.File)}, and trivy does: see trivy.dev"
            );

        var registry = await step.Run(new(npm, "config", "get", "registry") { Directory = step.Service.Directory });
        var (report, said) = await Ask(step, npm, step.Service.Directory);
        if (report.Error is { } error)
            return ScanReport.Unable(
                Name,
                $"npm audit could not ask {Host(registry)}: {First(error.Summary, report.Message, said.LastLine())}"
            );
        if (report.Vulnerabilities is not { Count: > 0 } && !await KnowsAdvisories(step, npm, locked.Folder))
            return ScanReport.Unable(
                Name,
                $"npm audit asked {Host(registry)}, which knows no advisory, not even of {Known}: use a registry that serves them"
            );
        return ScanReport.Complete(
            Name,
            Findings(step, locked.File, report.Vulnerabilities ?? []),
            $"asked {Host(registry)}"
        );
    }

    // Neither the machine's settings nor the caller's may have npm ask nothing, or leave dependencies out.
    private static async Task<(Report Report, CommandOutcome Said)> Ask(StepContext step, string npm, string folder)
    {
        var said = await step.Run(
            new(npm, "audit", "--json")
            {
                Directory = folder,
                Variables = ImmutableDictionary<string, string?>
                    .Empty.Add("npm_config_audit", "true")
                    .Add("npm_config_offline", "false")
                    .Add("NODE_ENV", null),
            }
        );
        var report = ReportJson.Read<Report>(
            Name,
            said.Output,
            report => report.AuditReportVersion == 2 || report.Error is not null
        );
        return (report, said);
    }

    // Some registries answer any question with "no advisory": they are asked about a package that has several.
    private static async Task<bool> KnowsAdvisories(StepContext step, string npm, AbsolutePath settings)
    {
        var folder = step.Output("scratch", "npm-audit");
        Directory.CreateDirectory(folder);
        if (File.Exists(settings / ".npmrc"))
            File.Copy(settings / ".npmrc", folder / ".npmrc", overwrite: true);
        await File.WriteAllTextAsync(
            folder / "package.json",
            """{ "name": "known", "version": "1.0.0", "dependencies": { "lodash": "4.17.15" } }"""
        );
        await File.WriteAllTextAsync(
            folder / "package-lock.json",
            """
            {
              "name": "known", "version": "1.0.0", "lockfileVersion": 3, "requires": true,
              "packages": {
                "": { "name": "known", "version": "1.0.0", "dependencies": { "lodash": "4.17.15" } },
                "node_modules/lodash": { "version": "4.17.15" }
              }
            }
            """
        );
        var (report, _) = await Ask(step, npm, folder);
        Directory.Delete(folder, recursive: true);
        return report.Vulnerabilities is { Count: > 0 };
    }

    private static IEnumerable<Finding> Findings(
        StepContext step,
        AbsolutePath locked,
        Dictionary<string, Vulnerable> vulnerabilities
    ) =>
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
            File = step.RepositoryPath(locked),
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
