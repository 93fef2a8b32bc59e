using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Python;

/// <summary>
/// Python's byte-compiler, pytest with pytest-cov, and ruff or flake8. None leaves a file in the source tree.
/// </summary>
internal sealed partial class PythonToolchain : IToolchain
{
    private static readonly ImmutableDictionary<string, string?> Variables = ImmutableDictionary<
        string,
        string?
    >.Empty.Add("PYTHONDONTWRITEBYTECODE", "1");

    private static readonly ToolProbe Ruff = new("ruff", "--version");

    // Without a lock or exact versions, what is installed for the tests is not reproducible.
    public IEnumerable<ToolProbe>? Probes(Service service) =>
        PythonDependencies.ArePinned(service.Directory) ? [.. PythonInterpreter.Probes(service), Ruff] : null;

    public ServiceOutputs Outputs(Service service) => ServiceOutputs.None;

    public async Task<StepResult> Compile(StepContext step)
    {
        if (await PythonInterpreter.With(step) is not { } python)
            return step.Unable(
                "python3 is not installed: ./build.sh Setup installs it where the system's packages have it"
            );

        // -f recompiles everything, so that all sources are counted.
        var outcome = await step.Run(
            Python(step, python, "-m", "compileall", "-f", "-x", GeneratedFolders, ".") with
            {
                Variables = Variables.Add("PYTHONPYCACHEPREFIX", step.Output("scratch", "pycache")),
            }
        );
        if (!outcome.Succeeded)
            return Rejection.Judge(step, "compileall", outcome, PythonSyntaxErrors.Read(step, outcome.Output));

        var files = CompiledFile().Count(outcome.Output);
        return files == 0
            ? StepResult.Failed($"{step.Service.Path} holds no Python file: nothing was compiled")
            : StepResult.PassedWith(files == 1 ? "1 file compiles" : $"{files} files compile");
    }

    public async Task<StepResult> Test(StepContext step)
    {
        if (await Tester(step) is not { } python)
            return step.Unable(Missing("pytest"));

        // The interpreter with pytest runs the tests, even where it lacks pytest-cov.
        var coverage = await PythonInterpreter.Has(step, python, "pytest_cov") ? new PythonCoverage(step) : null;
        var report = step.Report("tests", "junit.xml");
        var outcome = await step.Run(
            Python(
                step,
                python,
                [
                    "-m",
                    "pytest",
                    "-p",
                    "no:cacheprovider",
                    $"--junitxml={report}",
                    .. coverage is null ? [] : PythonCoverage.Arguments,
                ]
            ) with
            {
                Variables = TestVariables(step).AddRange(coverage?.Variables ?? []),
            }
        );
        if (!File.Exists(report))
            return StepResult.Failed($"pytest ended with {outcome.ExitCode}: {outcome.LastLine()}");

        var results = await File.ReadAllTextAsync(report, step.Cancellation);
        var tests = JUnitReport.Read("pytest", results);
        if (PytestCollection.Problem(results) is { } problem)
            return StepResult.Failed(problem);
        // Exit code 5 means that no test was found, which the count shows as well.
        return !outcome.Succeeded && outcome.ExitCode != 5 && tests.Failed.IsEmpty
            ? StepResult.Failed($"pytest ended with {outcome.ExitCode}: {outcome.LastLine()}")
            : TestGate.Judge(
                step,
                tests with
                {
                    Coverage = coverage is null ? null : await coverage.Read(Python(step, python)),
                },
                coverage is null ? Missing("pytest-cov") : "pytest-cov measured no statement"
            );
    }

    // A package in "src/" is imported as if it were installed.
    private static ImmutableDictionary<string, string?> TestVariables(StepContext step) =>
        Directory.Exists(step.Service.Directory / "src")
            ? Variables.Add(
                "PYTHONPATH",
                string.Join(
                    Path.PathSeparator,
                    new string?[]
                    {
                        step.Service.Directory / "src",
                        Environment.GetEnvironmentVariable("PYTHONPATH"),
                    }.Where(path => !string.IsNullOrEmpty(path))
                )
            )
            : Variables;

    // Pytest may be among what the service declares.
    private static async Task<string?> Tester(StepContext step)
    {
        if ((await PythonInterpreter.With(step, "pytest") ?? await PythonInterpreter.With(step)) is not { } python)
            return null;
        python = await PythonEnvironment.With(step, python);
        return await PythonInterpreter.Has(step, python, "pytest") ? python : null;
    }

    public async Task<StepResult> Lint(StepContext step)
    {
        if (await Linter(step) is not { } linter)
            return step.Unable(Missing("flake8"));

        var outcome = await step.Run(linter);
        var tool = linter.Arguments.Contains("check") ? "ruff" : "flake8";
        var findings = DiagnosticLines.Read(step, tool, Severity.Medium, outcome.Output);
        if (!outcome.Succeeded)
            Rejection.Explain(tool, outcome, findings);
        if (outcome.Error.Contains("No Python files found", StringComparison.Ordinal))
            return step.Unable($"{tool} found no Python file to look at in {step.Service.Path}");
        var sources = await SourceTree.Read(step);
        return PythonRules.Judge(step, tool, findings.Where(finding => sources.Has(finding.File)));
    }

    private static string GeneratedFolders =>
        $@"[/\\]({string.Join('|', SourceTree.Generated.Select(Regex.Escape))})[/\\]";

    private static CommandLine Python(StepContext step, string python, params ImmutableArray<string> arguments) =>
        new(python, arguments) { Directory = step.Service.Directory, Variables = Variables };

    // Ruff is a program, with or without a Python module.
    private static async Task<CommandLine?> Linter(StepContext step)
    {
        ImmutableArray<string> check = ["check", "--output-format=concise", "--no-cache", "."];
        if (await PythonInterpreter.With(step, "ruff") is { } withRuff)
            return Python(step, withRuff, ["-m", "ruff", .. check]);
        if (step.FindProgram("ruff") is { } ruff)
            return Python(step, ruff, check);
        return await PythonInterpreter.With(step, "flake8") is { } withFlake8
            ? Python(
                step,
                withFlake8,
                [
                    "-m",
                    "flake8",
                    "--format=default",
                    $"--extend-exclude={string.Join(',', SourceTree.Generated)}",
                    .. PythonRules.FileOf(step, "flake8") is { } rules
                        ? [$"--config={rules}"]
                        : ImmutableArray<string>.Empty,
                ]
            )
            : null;
    }

    private static string Missing(string tool) =>
        $"no Python interpreter on the path has {tool}: ./build.sh Setup installs it where the system's packages have it, else pip install {tool}";

    [GeneratedRegex("^Compiling '", RegexOptions.Multiline)]
    private static partial Regex CompiledFile();
}
