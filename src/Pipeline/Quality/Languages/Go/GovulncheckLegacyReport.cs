using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Go;

/// <summary>
/// Reads govulncheck's JSON from before its protocol had a version: one object with all findings in <c>Vulns</c>.
/// </summary>
internal static class GovulncheckLegacyReport
{
    private sealed record Vulnerability(Advisory Osv, ImmutableArray<Module> Modules);

    private sealed record Advisory(string Id, string? Details);

    private sealed record Module(
        string Path,
        string FoundVersion,
        string? FixedVersion,
        ImmutableArray<Package>? Packages
    );

    private sealed record Package(ImmutableArray<CallStack>? CallStacks);

    private sealed record CallStack(ImmutableArray<Frame>? Frames);

    private sealed record Frame(Position? Position);

    private sealed record Position(string? Filename, int Line, int Column);

    public static IEnumerable<Finding> Read(StepContext step, JsonElement vulnerabilities, AbsolutePath folder) =>
        Vulnerabilities(vulnerabilities)
            .SelectMany(vulnerability =>
                vulnerability.Modules.Select(module => Finding(step, folder, vulnerability.Osv, module))
            );

    private static Vulnerability[] Vulnerabilities(JsonElement json) =>
        json.ValueKind == JsonValueKind.Null
            ? []
            : ReportJson.Read<Vulnerability[]>(
                "govulncheck",
                json.GetRawText(),
                all => all.All(one => one is { Osv: not null, Modules.IsDefault: false })
            );

    private static Finding Finding(StepContext step, AbsolutePath folder, Advisory advisory, Module module)
    {
        var calls = (module.Packages ?? []).SelectMany(package => package.CallStacks ?? []).ToArray();
        // A call stack leads from the service's own code to the vulnerable symbol.
        var own = calls
            .Select(call => call.Frames?.FirstOrDefault()?.Position)
            .FirstOrDefault(position => position?.Filename is { Length: > 0 });
        return new(
            "govulncheck",
            advisory.Id,
            GovulncheckReport.Rank(calls.Length > 0, module.Packages is { Length: > 0 }),
            advisory.Details?.Trim() ?? "is vulnerable"
        )
        {
            File = step.RepositoryPath(Path.GetFullPath(own?.Filename ?? "go.mod", folder)),
            Line = own?.Line,
            Column = own?.Column,
            Package = $"{module.Path}@{module.FoundVersion}",
            FixedVersion = module.FixedVersion is { Length: > 0 } version ? version : null,
        };
    }
}
