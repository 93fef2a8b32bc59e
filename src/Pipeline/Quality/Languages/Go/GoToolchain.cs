using System.Text;
using Nuke.Common.IO;
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
    internal static readonly ImmutableDictionary<string, string?> Variables = ImmutableDictionary<string, string?>
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

        var modules = await ServiceModules.Of(step);
        var isEmpty = true;
        foreach (var module in modules.All)
        {
            var all = await step.Run(Go(module.Folder, "build", "-o", NullDevice, "./..."));
            if (!all.Succeeded)
                return await Rejected(step, "go build", all, module);
            isEmpty &= HasNoPackage(all);
        }

        if (isEmpty)
            return StepResult.Failed($"{step.Service.Path} holds no Go package: nothing was compiled");

        var root = new GoModule(step.Service.Directory, "./...");
        var program = await step.Run(Go(root.Folder, "list", "-e", "-f", "{{.Name}}", "."));
        if (program.Output.Trim() != "main")
            return StepResult.PassedWith($"every package compiles; the root is not a program{modules.Note}");

        var name = Path.Combine("bin", step.Service.Name);
        var binary = await step.Run(
            Go(root.Folder, "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", name, ".")
        );
        return binary.Succeeded
            ? StepResult.PassedWith($"{step.Service.Path}/bin/{step.Service.Name}{modules.Note}")
            : await Rejected(step, "go build", binary, root);
    }

    public async Task<StepResult> Test(StepContext step)
    {
        if (step.FindProgram("go") is null)
            return step.Unable(Missing);

        var modules = await ServiceModules.Of(step);
        var events = new StringBuilder();
        var profiles = new StringBuilder();
        // Without -coverpkg, packages without tests would not count, as if they were covered.
        var measured = string.Join(',', modules.All.Select(module => module.Pattern).Prepend("./...").Distinct());
        foreach (var (index, module) in modules.All.Index())
        {
            var profile = step.Report("coverage", index == 0 ? "cover.out" : $"cover.{index}.out");
            var outcome = await step.Run(
                Go(module.Folder, "test", "-json", $"-coverpkg={measured}", $"-coverprofile={profile}", "./..."),
                GoTestEvents.Text
            );
            if (modules.All.Length > 1 && HasNoPackage(outcome))
                continue;
            if (!outcome.Succeeded && GoTestEvents.Read(outcome.Output).Failed.IsEmpty)
                return await Rejected(step, "go test", outcome, module);
            events.AppendLine(outcome.Output);
            if (File.Exists(profile))
                profiles.AppendLine(await File.ReadAllTextAsync(profile, step.Cancellation));
        }

        var result = TestGate.Judge(
            step,
            GoTestEvents.Read($"{events}") with
            {
                Coverage = GoCoverage.Read($"{profiles}"),
            },
            "go test found no statement"
        );
        return result with { Reason = result.Reason + modules.Note };
    }

    public async Task<StepResult> Lint(StepContext step)
    {
        if (step.FindProgram("go") is null)
            return step.Unable(Missing);

        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var module in (await ServiceModules.Of(step)).All)
        {
            var vet = await step.Run(Go(module.Folder, "vet", "./..."));
            var found = DiagnosticLines.Read(step, "go vet", Severity.Medium, vet.Error, module.Folder);
            if (!vet.Succeeded && found.IsEmpty)
                return await Rejected(step, "go vet", vet, module);
            findings.AddRange(found);
        }

        return Gate.JudgeAll(step, ScanReport.Complete("go vet", findings.ToImmutable()), await Format(step));
    }

    internal static CommandLine Go(AbsolutePath folder, params ImmutableArray<string> arguments) =>
        new("go", arguments) { Directory = folder, Variables = Variables };

    private static string NullDevice => OperatingSystem.IsWindows() ? "NUL" : "/dev/null";

    private static bool HasNoPackage(CommandOutcome outcome) =>
        outcome.Error.Contains("matched no packages", StringComparison.Ordinal);

    // Since Go 1.24, "go test -json" states what does not compile among its events.
    private static async Task<StepResult> Rejected(
        StepContext step,
        string tool,
        CommandOutcome outcome,
        GoModule module
    )
    {
        if (await GoVersion.Lacking(step, module) is { } lacking)
            return step.Unable(lacking);

        var said = $"{outcome.Error}\n{GoTestEvents.BuildOutput(outcome.Output)}";
        return Rejection.Judge(
            step,
            tool,
            outcome,
            DiagnosticLines.Read(step, tool, Severity.High, said, module.Folder)
        );
    }

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
