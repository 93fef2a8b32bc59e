using Nuke.Common.IO;
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

    // The exit code of Microsoft.Testing.Platform where there is no test.
    private const int NoTests = 8;

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
        var platform = await TestingPlatform.Of(step);
        var outcome = await step.Run(DotNet(step, platform?.Arguments(results) ?? VsTest(results)));
        string[] reports = [.. Files(results, "*.trx")];
        var tests =
            reports.Length == 0 && platform is not null
                ? TestingPlatform.Read(outcome.Output)
                : TrxReport.Read(reports);
        return
            !outcome.Succeeded
            && tests.Failed.IsEmpty
            && !(platform is not null && tests.Collected == 0 && outcome.ExitCode == NoTests)
            ? Rejection.Judge(step, "dotnet test", outcome, Errors(step, "dotnet test", outcome))
            : TestGate.Judge(
                step,
                tests with
                {
                    Coverage = await DotNetCoverage.Read(
                        step,
                        Files(results, "*.cobertura.xml"),
                        withTests: platform is not null
                    ),
                },
                platform is null
                    ? "the test project measures nothing without the package coverlet.collector"
                    : "the test project measures nothing without the package Microsoft.Testing.Extensions.CodeCoverage"
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

    private static ImmutableArray<string> VsTest(AbsolutePath results) =>
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
        ];

    internal static CommandLine DotNet(StepContext step, params ImmutableArray<string> arguments) =>
        new("dotnet", arguments) { Directory = step.Service.Directory, Variables = Variables };

    // Builds report to standard output, format to standard error.
    private static ImmutableArray<Finding> Errors(StepContext step, string tool, CommandOutcome outcome) =>
        MsBuildErrors.Read(step, tool, outcome.Output + "\n" + outcome.Error);

    // The collector leaves each report twice, the second time as an attachment in a folder named "In".
    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.Exists(folder)
            ? Directory
                .EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
                .Where(file => !file.Split(Path.DirectorySeparatorChar).Contains("In"))
            : [];
}
