using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;

namespace Pipeline.Quality.Languages.Python;

/// <summary>pip-audit: finds known vulnerabilities of the Python Packaging Advisory Database.</summary>
internal sealed class PipAudit : IScanner
{
    private const string Name = "pip-audit";

    private sealed record Report(ImmutableArray<Dependency> Dependencies);

    private sealed record Dependency(
        string Name,
        string? Version,
        string? Skip_Reason,
        ImmutableArray<Advisory>? Vulns
    );

    private sealed record Advisory(string Id, string? Description, ImmutableArray<string>? Fix_Versions);

    public async Task<ScanReport> Scan(StepContext step)
    {
        ImmutableArray<string> program =
            await PythonInterpreter.With(step, "pip_audit") is { } python ? [python, "-m", "pip_audit"]
            : step.FindProgram(Name) is { } found ? [found]
            : [];
        if (program.IsEmpty)
            return ScanReport.Absent(Name, "pip-audit is not installed: pip install pip-audit");
        if (Declaration(step) is not { } declaration)
            return ScanReport.Absent(
                Name,
                $"{step.Service.Path} has neither requirements.txt nor pyproject.toml for pip-audit to read"
            );

        var (outcome, text) = await step.Passing(
            Name,
            file =>
                step.Run(
                    new(
                        program[0],
                        [
                            .. program[1..],
                            "--format",
                            "json",
                            "--output",
                            file,
                            "--progress-spinner",
                            "off",
                            .. declaration,
                        ]
                    )
                    {
                        Directory = step.Service.Directory,
                    }
                )
        );
        // pip-audit exits with 1 both for findings and for failures: only the report tells them apart.
        if (outcome.ExitCode > 1 || text is null)
            return ScanReport.Unable(Name, $"pip-audit ended with {outcome.ExitCode}: {outcome.LastLine()}");

        var report = ReportJson.Read<Report>(Name, text, report => !report.Dependencies.IsDefault);
        return report.Dependencies.FirstOrDefault(dependency => dependency.Skip_Reason is not null) is { } skipped
            ? ScanReport.Unable(Name, $"pip-audit did not look at {skipped.Name}: {skipped.Skip_Reason}")
            : ScanReport.Complete(
                Name,
                Findings(step, declaration[^1], report.Dependencies),
                "asked its advisory service"
            );
    }

    private static string[]? Declaration(StepContext step) =>
        File.Exists(step.Service.Directory / "requirements.txt") ? ["--requirement", "requirements.txt"]
        : File.Exists(step.Service.Directory / "pyproject.toml") ? ["."]
        : null;

    // Its advisories state no severity: by default, a known vulnerability must stop a delivery.
    private static IEnumerable<Finding> Findings(
        StepContext step,
        string declaration,
        ImmutableArray<Dependency> dependencies
    ) =>
        from dependency in dependencies
        from advisory in dependency.Vulns ?? []
        select new Finding(Name, advisory.Id, Severity.High, advisory.Description ?? "is vulnerable")
        {
            File = step.RepositoryPath(declaration == "." ? "pyproject.toml" : declaration),
            Package = $"{dependency.Name}@{dependency.Version}",
            FixedVersion = advisory.Fix_Versions?.FirstOrDefault(),
        };
}
