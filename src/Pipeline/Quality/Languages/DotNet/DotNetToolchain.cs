using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.DotNet;

/// <summary>The <c>dotnet</c> command's build, test and format.</summary>
internal sealed class DotNetToolchain : IToolchain
{
    private const string Missing = "dotnet is not installed: see dot.net";

    // Build servers would outlive the run, and messages would be in the user's language.
    private static readonly ImmutableDictionary<string, string?> Variables = ImmutableDictionary<string, string?>
        .Empty.Add("MSBUILDDISABLENODEREUSE", "1")
        .Add("DOTNET_CLI_USE_MSBUILD_SERVER", "0")
        .Add("UseSharedCompilation", "false")
        .Add("DOTNET_CLI_UI_LANGUAGE", "en");

    public IEnumerable<ToolProbe> Probes(Service service) => [DotNetSdks.Probe];

    public ServiceOutputs Outputs(Service service) => new(["bin", "obj"], []);

    public async Task<StepResult> Compile(StepContext step)
    {
        if (step.FindProgram("dotnet") is null)
            return step.Unable(Missing);

        var outcome = await step.Run(DotNet(step, "build", "--nologo", "--configuration", "Release"));
        return outcome.Succeeded
            ? StepResult.PassedWith("dotnet build passed")
            : Rejection.Judge(step, "dotnet build", outcome, Errors(step, "dotnet build", outcome));
    }

    public async Task<StepResult> Test(StepContext step)
    {
        if (step.FindProgram("dotnet") is null)
            return step.Unable(Missing);

        var results = step.Output("tests", step.Key.Target);
        if (Directory.Exists(results))
            Directory.Delete(results, recursive: true);
        var outcome = await step.Run(
            DotNet(
                step,
                [
                    "test",
                    "--nologo",
                    "--configuration",
                    "Release",
                    "--logger",
                    "trx",
                    "--results-directory",
                    results,
                    "--collect",
                    "XPlat Code Coverage",
                ]
            )
        );
        var tests = TrxReport.Read(Files(results, "*.trx"));
        return !outcome.Succeeded && tests.Failed.IsEmpty
            ? Rejection.Judge(step, "dotnet test", outcome, Errors(step, "dotnet test", outcome))
            : TestGate.Judge(
                step,
                tests with
                {
                    Coverage = await DotNetCoverage.Read(step, Files(results, "coverage.cobertura.xml")),
                },
                "the test project measures nothing without the package coverlet.collector"
            );
    }

    public async Task<StepResult> Lint(StepContext step)
    {
        if (step.FindProgram("dotnet") is null)
            return step.Unable(Missing);

        var outcome = await step.Run(DotNet(step, "format", "--verify-no-changes"));
        return outcome.Succeeded
            ? Gate.JudgeAll(step, ScanReport.Complete("dotnet format", []))
            : Rejection.Judge(step, "dotnet format", outcome, Errors(step, "dotnet format", outcome));
    }

    internal static CommandLine DotNet(StepContext step, params ImmutableArray<string> arguments) =>
        new("dotnet", arguments) { Directory = step.Service.Directory, Variables = Variables };

    // Builds report to standard output, format to standard error.
    private static ImmutableArray<Finding> Errors(StepContext step, string tool, CommandOutcome outcome) =>
        DiagnosticLines.ReadMsBuild(step, tool, Severity.High, outcome.Output + "\n" + outcome.Error);

    // The collector leaves each report twice, the second time as an attachment in a folder named "In".
    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.Exists(folder)
            ? Directory
                .EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
                .Where(file => !file.Split(Path.DirectorySeparatorChar).Contains("In"))
            : [];
}
