using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Go;

/// <summary>The <c>go</c> command's build, test and vet, and gofmt.</summary>
internal sealed class GoToolchain : IToolchain
{
    private const string Missing =
        "go is not installed: ./build.sh Setup installs it where the system's packages have it, else see go.dev";

    // A binary without libc runs in any base image; GOTOOLCHAIN keeps Go from downloading another version of itself.
    private static readonly ImmutableDictionary<string, string?> Variables = ImmutableDictionary<string, string?>
        .Empty.Add("CGO_ENABLED", "0")
        .Add("GOTOOLCHAIN", "local");

    // The last line is the file with the settings of "go env -w".
    internal static readonly ToolProbe Version = new(
        "go",
        "env",
        "GOVERSION",
        "GOOS",
        "GOARCH",
        "GOAMD64",
        "GOARM",
        "GOEXPERIMENT",
        "GOFLAGS",
        "GOENV"
    )
    {
        Variables = ["GOWORK", "GODEBUG", .. LocaleVariables.Names],
        Read = output => (output, [output.TrimEnd()[(output.TrimEnd().LastIndexOf('\n') + 1)..]]),
    };

    public IEnumerable<ToolProbe> Probes(Service service) => [Version];

    public ServiceOutputs Outputs(Service service) => new(["bin"], []);

    public async Task<StepResult> Compile(StepContext step)
    {
        if (step.FindProgram("go") is null)
            return step.Unable(Missing);

        var all = await step.Run(Go(step, "build", "-o", NullDevice, "./..."));
        if (!all.Succeeded)
            return Rejected(step, "go build", all);
        if (all.Error.Contains("matched no packages", StringComparison.Ordinal))
            return StepResult.Failed($"{step.Service.Path} holds no Go package: nothing was compiled");

        var root = await step.Run(Go(step, "list", "-e", "-f", "{{.Name}}", "."));
        if (root.Output.Trim() != "main")
            return StepResult.PassedWith("every package compiles; the root is not a program");

        var name = Path.Combine("bin", step.Service.Name);
        var binary = await step.Run(
            Go(step, "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", name, ".")
        );
        return binary.Succeeded
            ? StepResult.PassedWith($"{step.Service.Path}/bin/{step.Service.Name}")
            : Rejected(step, "go build", binary);
    }

    public async Task<StepResult> Test(StepContext step)
    {
        if (step.FindProgram("go") is null)
            return step.Unable(Missing);

        // Without -coverpkg, packages without tests would not count, as if they were covered.
        var profile = step.Report("coverage", "cover.out");
        var outcome = await step.Run(
            Go(step, "test", "-json", "-coverpkg=./...", $"-coverprofile={profile}", "./..."),
            GoTestEvents.Text
        );
        var tests = GoTestEvents.Read(outcome.Output);
        if (!outcome.Succeeded && tests.Failed.IsEmpty)
            return Rejected(step, "go test", outcome);

        return TestGate.Judge(
            step,
            tests with
            {
                Coverage = File.Exists(profile) ? GoCoverage.Read(await File.ReadAllTextAsync(profile)) : null,
            },
            "go test found no statement"
        );
    }

    public async Task<StepResult> Lint(StepContext step)
    {
        if (step.FindProgram("go") is null)
            return step.Unable(Missing);

        var vet = await step.Run(Go(step, "vet", "./..."));
        var findings = DiagnosticLines.Read(step, "go vet", Severity.Medium, vet.Error);
        if (!vet.Succeeded)
            Rejection.Explain("go vet", vet, findings);

        return Gate.JudgeAll(step, ScanReport.Complete("go vet", findings), await Format(step));
    }

    private static string NullDevice => OperatingSystem.IsWindows() ? "NUL" : "/dev/null";

    private static CommandLine Go(StepContext step, params ImmutableArray<string> arguments) =>
        new("go", arguments) { Directory = step.Service.Directory, Variables = Variables };

    private static StepResult Rejected(StepContext step, string tool, CommandOutcome outcome) =>
        Rejection.Judge(step, tool, outcome, DiagnosticLines.Read(step, tool, Severity.High, outcome.Error));

    private static async Task<ScanReport> Format(StepContext step)
    {
        if (step.FindProgram("gofmt") is null)
            return ScanReport.Unable(
                "gofmt",
                "gofmt is not on the path, though go is: add the bin folder of Go's root to it"
            );

        var outcome = await step.Run(new("gofmt", "-l", ".") { Directory = step.Service.Directory });
        if (!outcome.Succeeded)
            return ScanReport.Complete(
                "gofmt",
                Rejection.Explain("gofmt", outcome, DiagnosticLines.Read(step, "gofmt", Severity.Medium, outcome.Error))
            );

        var sources = await SourceTree.Read(step);
        return ScanReport.Complete(
            "gofmt",
            outcome
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(file => !file.StartsWith("vendor/", StringComparison.Ordinal))
                .Select(step.RepositoryPath)
                .Where(sources.Has)
                .Select(file => new Finding("gofmt", "gofmt", Severity.Low, "is not formatted: run gofmt -w")
                {
                    File = file,
                })
        );
    }
}
