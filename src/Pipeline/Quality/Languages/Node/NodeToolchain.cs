using System.Globalization;
using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Node;

/// <summary>The package manager for the package's scripts, and node itself where a script is missing.</summary>
internal sealed partial class NodeToolchain : IToolchain
{
    private static readonly ImmutableDictionary<string, string?> Quiet = ImmutableDictionary<string, string?>
        .Empty.Add("npm_config_audit", "false")
        .Add("npm_config_fund", "false")
        .Add("npm_config_update_notifier", "false");

    private static readonly ToolProbe[] Versions =
    [
        new("node", "--version") { Variables = ["NODE_ENV", "NODE_OPTIONS", "NODE_PATH", .. LocaleVariables.Names] },
        new("npm", "--version"),
    ];

    // Without a lock file, the content of node_modules is not reproducible.
    public IEnumerable<ToolProbe>? Probes(Service service) => NodePackage.PinsDependencies(service) ? Versions : null;

    // The installed packages are too large to cache; npm's list of them stands in. Those of a workspace are installed
    // once a run.
    public ServiceOutputs Outputs(Service service) =>
        new(
            ["build", "dist", "out"],
            NodeLock.Of(service.Directory)?.IsShared(service.Directory) == true
                ? []
                : ["node_modules/.package-lock.json"]
        );

    public async Task<StepResult> Compile(StepContext step)
    {
        var package = NodePackage.Read(step);
        if (
            MissingProgram(step, package, package.HasDependencies || package.Script("build") is not null) is { } missing
        )
            return step.Unable(missing);
        if (package is { HasDependencies: true, Lock: not null })
            await Install(step, package);
        if (package.Script("build") is not null)
        {
            await Run(step, package, package.Manager.Run("build"));
            return StepResult.PassedWith($"{package.Manager.Name} run build passed");
        }

        var files = (await SourceTree.Read(step)).Files(".js", ".mjs", ".cjs").ToArray();
        if (files.Length == 0)
            return StepResult.Failed(
                $"{step.Service.Path} holds no JavaScript and has no build script: nothing was compiled"
            );
        foreach (var file in files)
        {
            var check = await step.Run(Node(step, "--check", file));
            if (!check.Succeeded)
                return Rejection.Judge(step, "node --check", check, SyntaxErrors(step, check.Error));
        }

        var uninstalled = package is { HasDependencies: true, Lock: null }
            ? "; no dependency was installed, as there is no lock file: commit the package-lock.json of npm install"
            : "";
        return StepResult.PassedWith(
            (files.Length == 1 ? "1 file compiles" : $"{files.Length} files compile") + uninstalled
        );
    }

    public async Task<StepResult> Test(StepContext step)
    {
        var package = NodePackage.Read(step);
        var script = package.Script("test");
        if (MissingProgram(step, package, script is not null) is { } missing)
            return step.Unable(missing);
        await InstallShared(step, package);

        var runner = script is null ? null : NodeTestRunner.Of(script);
        var results = step.Report("tests", runner is null or "mocha" ? "junit.xml" : "json");
        var coverage = step.Output("coverage", step.Key.Target);
        if (Directory.Exists(coverage))
            Directory.Delete(coverage, recursive: true);
        Directory.CreateDirectory(coverage);
        var lcov = coverage / "lcov.info";
        var outcome = await step.Run(TestRun(step, package, script, runner, results, lcov));
        var command = script is null ? "node --test" : $"{package.Manager.Name} test";
        if (!File.Exists(results) || new FileInfo(results).Length == 0)
            return outcome.Succeeded
                ? StepResult.Failed(
                    $"{command} passed, but how many tests there are is not known: let it end with node --test, jest, vitest or mocha, or give services.{step.Service.Name}.commands.test in the catalog"
                )
                : StepResult.Failed($"{command} ended with {outcome.ExitCode}: {NodeFailure.Reason(outcome)}");

        var report = await File.ReadAllTextAsync(results, step.Cancellation);
        var tests = runner is null or "mocha"
            ? JUnitReport.Read(runner ?? "node --test", report)
            : JestReport.Read(runner, report, step.Service.Directory);
        return !outcome.Succeeded && tests.Failed.IsEmpty && tests.Collected > 0
            ? StepResult.Failed($"the tests passed, but ended with {outcome.ExitCode}: {NodeFailure.Reason(outcome)}")
            : TestGate.Judge(
                step,
                tests with
                {
                    Coverage = await NodeCoverage.Read(step, lcov),
                },
                runner == "vitest"
                    ? "vitest measures nothing without the package @vitest/coverage-v8"
                    : "let the test script run node --test --experimental-test-coverage"
            );
    }

    public async Task<StepResult> Lint(StepContext step)
    {
        var package = NodePackage.Read(step);
        if (MissingProgram(step, package, needsManager: true) is { } missing)
            return step.Unable(missing);
        await InstallShared(step, package);
        if (package.Script("lint") is not null)
        {
            await Run(step, package, package.Manager.Run("lint"));
            return StepResult.PassedWith($"{package.Manager.Name} run lint passed");
        }

        if (package.Program("eslint") is not { } eslint)
            return step.Unable(
                $"no linter is set up: give {step.Service.Path}/package.json a lint script, or eslint as a dependency with a lock file"
            );

        var outcome = await step.Run(Node(step, ".", "--format", "json") with { Program = eslint }, _ => null);
        // ESLint ends with 1 where it found an error, and with 2 where it could not lint.
        return outcome.ExitCode > 1
            ? StepResult.Failed($"eslint ended with {outcome.ExitCode}: {outcome.LastLine()}")
            : Gate.JudgeAll(step, EsLintReport.Read(step, outcome.Output));
    }

    // A script runs unchanged: node's own runner is told by the environment how to report, others by further arguments.
    private static CommandLine TestRun(
        StepContext step,
        NodePackage package,
        string? script,
        string? runner,
        AbsolutePath results,
        AbsolutePath lcov
    )
    {
        ImmutableArray<string> reporters =
        [
            .. new (string Name, string File)[] { ("spec", "stdout"), ("junit", results), ("lcov", lcov) }.SelectMany(
                reporter => new[] { $"--test-reporter={reporter.Name}", $"--test-reporter-destination={reporter.File}" }
            ),
        ];
        if (script is null)
            return Node(step, ["--test", "--experimental-test-coverage", .. reporters]);

        return new(
            package.Manager.Name,
            package.Manager.Run(
                "test",
                runner is null
                    ? []
                    : NodeTestRunner.Arguments(
                        runner,
                        results,
                        lcov.Parent!,
                        package.Has("@vitest/coverage-v8") || package.Has("@vitest/coverage-istanbul")
                    )
            )
        )
        {
            Directory = step.Service.Directory,
            Variables = runner is null ? Quiet.Add("NODE_OPTIONS", string.Join(' ', reporters.Select(Quote))) : Quiet,
        };
    }

    private static string? MissingProgram(StepContext step, NodePackage package, bool needsManager)
    {
        if (step.FindProgram("node") is null)
            return $"node is not installed: {NodeManager.Npm.Source}";
        return !needsManager || step.FindProgram(package.Manager.Name) is not null ? null
            : package.Lock is { } locked
                ? $"{step.RepositoryPath(locked.File)} is {package.Manager.Name}'s, which is not installed: {package.Manager.Source}"
            : $"{package.Manager.Name} is not installed: {package.Manager.Source}";
    }

    private static CommandLine Node(StepContext step, params ImmutableArray<string> arguments) =>
        new("node", arguments) { Directory = step.Service.Directory, Variables = Quiet };

    private static async Task Install(StepContext step, NodePackage package)
    {
        if (package.Lock!.IsShared(step.Service.Directory))
            step.Writable = WorkspaceFolders.Prepare(package.Lock);
        var run = await step.Shared(_ => Task.FromResult(new NodeInstallations()));
        await run.Once(
            package.Lock.Folder,
            () => Run(step, package, package.Manager.Install, package.Lock.Folder),
            step.Cancellation
        );
    }

    // Another service's step may have installed them, or may be about to.
    private static Task InstallShared(StepContext step, NodePackage package) =>
        package is { HasDependencies: true, Lock: { } locked } && locked.IsShared(step.Service.Directory)
            ? Install(step, package)
            : Task.CompletedTask;

    private static async Task Run(
        StepContext step,
        NodePackage package,
        ImmutableArray<string> arguments,
        AbsolutePath? folder = null
    )
    {
        var outcome = await step.Run(
            new(package.Manager.Name, arguments) { Directory = folder ?? step.Service.Directory, Variables = Quiet }
        );
        if (!outcome.Succeeded)
            throw new StepFailedException(
                $"{package.Manager.Name} {string.Join(' ', arguments)} ended with {outcome.ExitCode}: {NodeFailure.Reason(outcome)}"
            );
    }

    // NODE_OPTIONS is split at spaces outside of double quotes, in which a backslash quotes the next character.
    private static string Quote(string option) =>
        $"\"{option.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // The first line holds the place, a later one the error.
    private static ImmutableArray<Finding> SyntaxErrors(StepContext step, string text) =>
        SyntaxError().Match(text.ReplaceLineEndings("\n")) is { Success: true } match
            ?
            [
                new("node --check", match.Groups["error"].Value, Severity.High, match.Groups["message"].Value)
                {
                    File = step.RepositoryPath(match.Groups["file"].Value),
                    Line = int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture),
                },
            ]
            : [];

    [GeneratedRegex(
        @"^(file://)?(?<file>[^\n]+):(?<line>\d+)\n.*?^(?<error>\w+Error): (?<message>[^\n]+)$",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline
    )]
    private static partial Regex SyntaxError();
}
