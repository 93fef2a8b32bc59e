using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;

namespace Pipeline.Quality.Languages.Python;

/// <summary>pip-audit: finds known vulnerabilities of the Python Packaging Advisory Database.</summary>
internal sealed partial class PipAudit : IScanner
{
    private const string Name = "pip-audit";
    private const string Project = "pyproject.toml";

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
        var python = await PythonInterpreter.With(step, "pip_audit");
        ImmutableArray<string> program =
            python is not null ? [python, "-m", "pip_audit"]
            : step.FindProgram(Name) is { } found ? [found]
            : [];
        if (program.IsEmpty)
            return ScanReport.Absent(Name, "pip-audit is not installed: pip install pip-audit");

        var service = step.Service.Directory;
        ImmutableArray<AbsolutePath> requirements = [.. PythonDependencies.Requirements(service)];
        if (requirements.IsEmpty && !File.Exists(service / Project))
            return ScanReport.Absent(
                Name,
                $"{step.Service.Path} has neither requirements.txt nor pyproject.toml for pip-audit to read"
            );
        var declares = requirements.SelectMany(file => File.ReadLines(file)).Any(line => Package().IsMatch(line));
        if (!declares && PythonDependencies.Unread(service) is { } unread)
            return ScanReport.Unable(
                Name,
                $"pip-audit does not know what {step.RepositoryPath(unread)} makes {step.Service.Path} depend on: state it in requirements.txt, or in dependencies of pyproject.toml"
            );

        ImmutableArray<string> declarations =
            declares ? [.. requirements.Select(file => Path.GetRelativePath(service, file))]
            : requirements.IsEmpty ? await ProjectDeclarations(step, python)
            : [];
        return declarations.IsEmpty
            ? ScanReport.Complete(Name, [], "had no dependency to ask about")
            : await Audit(step, program, declarations, requirements);
    }

    // Its own reader leaves out Poetry's tables, groups and locks.
    private static async Task<ImmutableArray<string>> ProjectDeclarations(StepContext step, string? python)
    {
        var declared = await PythonDependencies.Wanted(
            step,
            python
                ?? await PythonInterpreter.With(step)
                ?? throw new StepFailedException(
                    $"python3 is not installed, which reads {step.RepositoryPath(Project)}"
                )
        );
        if (declared.IsEmpty)
            return [];
        var file = step.Report("scratch", "requirements.txt");
        var lines = string.Join('\n', declared).Replace("\n-c\n", "\n-c ", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, $"{lines}\n", step.Cancellation);
        return [file];
    }

    private static async Task<ScanReport> Audit(
        StepContext step,
        ImmutableArray<string> program,
        ImmutableArray<string> declarations,
        ImmutableArray<AbsolutePath> requirements
    )
    {
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
                            .. declarations.SelectMany(declaration => new[] { "--requirement", declaration }),
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

        var audited = ReportJson.Read<Report>(Name, text, report => !report.Dependencies.IsDefault).Dependencies;
        var scan = ScanReport.Complete(
            Name,
            audited.SelectMany(dependency => Findings(step, dependency, requirements)),
            "asked its advisory service"
        );
        ImmutableArray<string> skipped =
        [
            .. audited
                .Where(dependency => dependency.Skip_Reason is not null)
                .Select(dependency => $"{dependency.Name}: {dependency.Skip_Reason}"),
        ];
        return audited.IsEmpty
                ? ScanReport.Unable(Name, $"pip-audit looked at no package, although {step.Service.Path} declares some")
            : skipped.IsEmpty ? scan
            : scan with
            {
                Outcome = ScanOutcome.Unable,
                Detail = $"pip-audit did not look at {string.Join("; ", skipped)}",
            };
    }

    // Its advisories state no severity: by default, a known vulnerability must stop a delivery.
    private static IEnumerable<Finding> Findings(
        StepContext step,
        Dependency dependency,
        ImmutableArray<AbsolutePath> requirements
    ) =>
        from advisory in dependency.Vulns ?? []
        select new Finding(Name, advisory.Id, Severity.High, advisory.Description ?? "is vulnerable")
        {
            File = step.RepositoryPath(requirements.IsEmpty ? Project : FileOf(dependency.Name, requirements)),
            Package = $"{dependency.Name}@{dependency.Version}",
            FixedVersion = advisory.Fix_Versions?.FirstOrDefault(),
        };

    // A package that none names is there for the sake of another one.
    private static AbsolutePath FileOf(string package, ImmutableArray<AbsolutePath> requirements) =>
        requirements.FirstOrDefault(file =>
            File.ReadLines(file).Any(line => line.StartsWith(package, StringComparison.OrdinalIgnoreCase))
        ) ?? requirements[0];

    // Anything but comments, what goes on from the line before, and options that name no package.
    [GeneratedRegex(@"^\s*([\w./]|-e|-r|--editable|--requirement)", RegexOptions.ExplicitCapture)]
    private static partial Regex Package();
}
