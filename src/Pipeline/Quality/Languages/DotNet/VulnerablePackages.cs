using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;

namespace Pipeline.Quality.Languages.DotNet;

/// <summary><c>dotnet list package --vulnerable</c>: asks the configured NuGet sources for advisories.</summary>
internal sealed class VulnerablePackages : IScanner
{
    private const string Name = "dotnet list package";

    private sealed record Report(
        int Version,
        ImmutableArray<string>? Sources,
        ImmutableArray<Problem>? Problems,
        ImmutableArray<Project>? Projects
    );

    private sealed record Problem(string? Level, string? Text);

    private sealed record Project(string Path, ImmutableArray<Framework>? Frameworks);

    private sealed record Framework(
        ImmutableArray<Package>? TopLevelPackages,
        ImmutableArray<Package>? TransitivePackages
    );

    private sealed record Package(string Id, string ResolvedVersion, ImmutableArray<Advisory>? Vulnerabilities);

    private sealed record Advisory(string? Severity, string? AdvisoryUrl);

    public async Task<ScanReport> Scan(StepContext step)
    {
        if (step.FindProgram("dotnet") is not { } dotnet)
            return ScanReport.Absent(Name, "dotnet is not installed: see dot.net");

        var outcome = await step.Run(
            new(dotnet, "list", "package", "--vulnerable", "--include-transitive", "--format", "json")
            {
                Directory = step.Service.Directory,
            }
        );
        var report = ReportJson.Read<Report>(Name, outcome.Output, report => report.Version == 1);
        var problem = report.Problems?.FirstOrDefault(problem => problem.Level == "error");
        return problem is not null ? ScanReport.Unable(Name, $"dotnet list package: {problem.Text}")
            : !outcome.Succeeded || report.Projects is not { Length: > 0 } projects
                ? ScanReport.Unable(Name, $"dotnet list package looked at no project: {outcome.LastLine()}")
            : ScanReport.Complete(
                Name,
                projects.SelectMany(project => Findings(step, project)),
                $"asked {Hosts(report.Sources ?? [])}"
            );
    }

    private static IEnumerable<Finding> Findings(StepContext step, Project project) =>
        (
            from framework in project.Frameworks ?? []
            from package in (framework.TopLevelPackages ?? []).Concat(framework.TransitivePackages ?? [])
            from advisory in package.Vulnerabilities ?? []
            select new Finding(
                Name,
                advisory.AdvisoryUrl?.Split('/')[^1] ?? package.Id,
                SeverityScale.Parse(advisory.Severity),
                $"is vulnerable: {advisory.AdvisoryUrl}"
            )
            {
                File = step.RepositoryPath(project.Path),
                Package = $"{package.Id}@{package.ResolvedVersion}",
            }
        ).Distinct();

    // A source's address may hold a user's name and password; a source may also be a folder.
    private static string Hosts(IEnumerable<string> sources) =>
        string.Join(
            ", ",
            sources.Select(source =>
                Uri.TryCreate(source, UriKind.Absolute, out var address) && !address.IsFile ? address.Authority : source
            )
        );
}
