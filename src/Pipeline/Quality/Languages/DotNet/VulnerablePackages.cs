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

        var outcome = await List(step, dotnet, "--vulnerable", "--include-transitive");
        var report = Read(outcome);
        if (report.Problems?.FirstOrDefault(problem => problem.Level == "error") is { } problem)
            return ScanReport.Unable(Name, $"dotnet list package: {problem.Text}");
        if (!outcome.Succeeded || report.Projects is not { Length: > 0 } projects)
            return ScanReport.Unable(Name, $"dotnet list package looked at no project: {outcome.LastLine()}");

        Finding[] findings = [.. projects.SelectMany(project => Findings(step, project))];
        var sources = report.Sources ?? [];
        // What was found proves that there are advisories; that nothing was found may mean that there are none.
        var knowing = findings.Length > 0 ? sources : await Knowing(step, sources);
        return !knowing.IsEmpty ? ScanReport.Complete(Name, findings, $"asked {Hosts(knowing)}")
            : await HasPackages(step, dotnet)
                ? ScanReport.Unable(
                    Name,
                    $"dotnet list package found nothing, for no source of {step.Service.Path} serves advisories ({Hosts(sources)}): name one that does in nuget.config"
                )
            : ScanReport.Complete(Name, [], "asked about no package");
    }

    private static Task<CommandOutcome> List(StepContext step, string dotnet, params ImmutableArray<string> options) =>
        step.Run(
            new(dotnet, ["list", "package", .. options, "--format", "json"]) { Directory = step.Service.Directory }
        );

    private static Report Read(CommandOutcome outcome) =>
        ReportJson.Read<Report>(Name, outcome.Output, report => report.Version == 1);

    private static async Task<ImmutableArray<string>> Knowing(StepContext step, ImmutableArray<string> sources)
    {
        var serves = await Task.WhenAll(sources.Select(source => NuGetSource.ServesAdvisories(step, source)));
        return [.. sources.Where((_, index) => serves[index])];
    }

    private static async Task<bool> HasPackages(StepContext step, string dotnet) =>
        (Read(await List(step, dotnet, "--include-transitive")).Projects ?? [])
            .SelectMany(project => project.Frameworks ?? [])
            .Any(framework => framework is not { TopLevelPackages: null or [], TransitivePackages: null or [] });

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

    private static string Hosts(IEnumerable<string> sources) => string.Join(", ", sources.Select(NuGetSource.HostOf));
}
