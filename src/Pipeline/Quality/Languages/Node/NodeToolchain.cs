using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Node;

/// <summary>npm for the package's scripts, and node itself where a script is missing.</summary>
internal sealed partial class NodeToolchain : IToolchain
{
    private const string Missing =
        "is not installed: ./build.sh Setup installs it where the system's packages have it, else see nodejs.org";

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

    // The installed packages are too large to cache; npm's list of them stands in.
    public ServiceOutputs Outputs(Service service) =>
        new(["build", "dist", "out"], ["node_modules/.package-lock.json"]);

    public async Task<StepResult> Compile(StepContext step)
    {
        var package = NodePackage.Read(step);
        if (MissingProgram(step, package.HasDependencies || package.Script("build") is not null) is { } missing)
            return step.Unable(missing);
        if (package is { HasDependencies: true, IsLocked: true })
            await Npm(step, "ci");
        if (package.Script("build") is not null)
        {
            await Npm(step, "run", "build");
            return StepResult.PassedWith("npm run build passed");
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

        return StepResult.PassedWith(files.Length == 1 ? "1 file compiles" : $"{files.Length} files compile");
    }

    public async Task<StepResult> Test(StepContext step)
    {
        var script = NodePackage.Read(step).Script("test");
        if (MissingProgram(step, script is not null) is { } missing)
            return step.Unable(missing);

        var junit = step.Report("tests", "junit.xml");
        var lcov = step.Report("coverage", "lcov.info");
        var reporters = new (string Name, string File)[] { ("spec", "stdout"), ("junit", junit), ("lcov", lcov) }
            .SelectMany(reporter =>
                new[] { $"--test-reporter={reporter.Name}", $"--test-reporter-destination={reporter.File}" }
            )
            .ToArray();
        // A script runs unchanged: the environment passes the reporters to node's runner within it.
        var outcome = await step.Run(
            script is null
                ? Node(step, ["--test", "--experimental-test-coverage", .. reporters])
                : Node(step) with
                {
                    Program = "npm",
                    Arguments = ["test"],
                    Variables = Quiet.Add("NODE_OPTIONS", string.Join(' ', reporters.Select(Quote))),
                }
        );
        if (!File.Exists(junit) || new FileInfo(junit).Length == 0)
            return outcome.Succeeded
                ? StepResult.Failed(
                    $"npm test passed, but not by node's own test runner, so how many tests there are is not known: let it run node --test, or give services.{step.Service.Name}.commands.test in the catalog"
                )
                : StepResult.Failed($"npm test ended with {outcome.ExitCode}: {outcome.LastLine()}");

        var tests = JUnitReport.Read("node --test", await File.ReadAllTextAsync(junit, step.Cancellation));
        return !outcome.Succeeded && tests.Failed.IsEmpty
            ? StepResult.Failed($"the tests passed, but ended with {outcome.ExitCode}: {outcome.LastLine()}")
            : TestGate.Judge(
                step,
                tests with
                {
                    Coverage = File.Exists(lcov)
                        ? LcovReport.Read(await File.ReadAllTextAsync(lcov, step.Cancellation))
                        : null,
                },
                "let the test script run node --test --experimental-test-coverage"
            );
    }

    public async Task<StepResult> Lint(StepContext step)
    {
        var package = NodePackage.Read(step);
        if (MissingProgram(step, needsNpm: true) is { } missing)
            return step.Unable(missing);
        if (package.Script("lint") is not null)
        {
            await Npm(step, "run", "lint");
            return StepResult.PassedWith("npm run lint passed");
        }

        if (package.Program("eslint") is not { } eslint)
            return step.Unable(
                $"no linter is set up: give {step.Service.Path}/package.json a lint script, or eslint as a dependency with a lock file"
            );

        var outcome = await step.Run(Node(step, ".", "--format", "json") with { Program = eslint }, _ => null);
        // ESLint ends with 1 where it found an error, and with 2 where it could not lint.
        return outcome.ExitCode > 1
            ? StepResult.Failed($"eslint ended with {outcome.ExitCode}: {outcome.LastLine()}")
            : Gate.JudgeAll(step, ScanReport.Complete("eslint", EsLintReport.Read(step, outcome.Output)));
    }

    private static string? MissingProgram(StepContext step, bool needsNpm) =>
        new[] { "node", "npm" }
            .Take(needsNpm ? 2 : 1)
            .Where(program => step.FindProgram(program) is null)
            .Select(program => $"{program} {Missing}")
            .FirstOrDefault();

    private static CommandLine Node(StepContext step, params ImmutableArray<string> arguments) =>
        new("node", arguments) { Directory = step.Service.Directory, Variables = Quiet };

    private static async Task Npm(StepContext step, params ImmutableArray<string> arguments)
    {
        var outcome = await step.Run(Node(step, arguments) with { Program = "npm" });
        if (!outcome.Succeeded)
            throw new StepFailedException(
                $"npm {string.Join(' ', arguments)} ended with {outcome.ExitCode}: {LastScriptLine(outcome)}"
            );
    }

    // npm's own last lines only refer to its log; the script's output stands before them.
    private static string LastScriptLine(CommandOutcome outcome) =>
        new[] { outcome.Error, outcome.Output }
            .SelectMany(text => text.Split('\n').Reverse())
            .Select(line => line.Trim())
            .FirstOrDefault(line => line.Length > 0 && !line.StartsWith("npm ", StringComparison.Ordinal))
        ?? outcome.LastLine();

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
