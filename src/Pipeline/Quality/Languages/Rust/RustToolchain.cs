using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Rust;

/// <summary>cargo's build and test, Clippy and rustfmt.</summary>
internal sealed partial class RustToolchain : IToolchain
{
    private const string Missing =
        "cargo is not installed: ./build.sh Setup installs it where the system's packages have it, else see rustup.rs";

    private static readonly string[] AsJson = ["--message-format=json"];

    // What rustup's programs run is decided by its settings, and changes with its updates.
    private static readonly ToolProbe[] Versions =
    [
        new("rustc", "-vV")
        {
            Variables =
            [
                "RUSTC",
                "RUSTC_WRAPPER",
                "RUSTDOCFLAGS",
                "RUSTFLAGS",
                "RUSTUP_TOOLCHAIN",
                "CARGO_BUILD_TARGET",
                "CARGO_ENCODED_RUSTFLAGS",
                .. LocaleVariables.Names,
            ],
            Read = said => (said, [Rustup / "settings.toml", Rustup / "update-hashes"]),
        },
        new("cargo", "--version"),
    ];

    // The sources of other packages of a workspace are those that the catalog says the service depends on.
    public IEnumerable<ToolProbe>? Probes(Service service) =>
        CargoPackage.Of(service.Directory) is var package
        && (
            package.LockFolder is null
                ? !package.HasDependencies
                : !package.IsShared || !service.SharedPaths.IsEmpty || !service.DependsOn.IsEmpty
        )
            ? Versions
            : null;

    // What cargo builds lies in a folder of Pipeline's.
    public ServiceOutputs Outputs(Service service) => ServiceOutputs.None;

    public async Task<StepResult> Compile(StepContext step)
    {
        if (step.FindProgram("cargo") is null)
            return step.Unable(Missing);

        var outcome = await Cargo(step, ["build"], ["--all-targets", .. AsJson]);
        return outcome.Succeeded
            ? StepResult.PassedWith(
                CargoPackage.Of(step.Service.Directory).LockFolder is not null
                    ? "cargo build passed"
                    : "cargo build passed; no version is pinned, as there is no Cargo.lock: commit that of cargo generate-lockfile"
            )
            : Rejected(step, "cargo build", outcome);
    }

    public async Task<StepResult> Test(StepContext step)
    {
        if (step.FindProgram("cargo") is null)
            return step.Unable(Missing);

        var lcov = step.Report("coverage", "lcov.info");
        var outcome = step.FindProgram("cargo-llvm-cov") is null
            ? await Cargo(step, ["test"], ["--no-fail-fast", .. AsJson])
            : await Cargo(step, ["llvm-cov"], ["--no-fail-fast", "--lcov", "--output-path", lcov]);
        // A program that was ended before its summary is named by cargo.
        var tests =
            outcome.Succeeded || !Ended().IsMatch(outcome.Error) ? LibTestOutput.Read(outcome.Output) : new(0, 0, []);
        return !outcome.Succeeded && tests.Failed.IsEmpty
            ? Rejected(step, "cargo test", outcome)
            : TestGate.Judge(
                step,
                tests with
                {
                    Coverage = await RustCoverage.Read(step, lcov),
                },
                "cargo-llvm-cov is not installed: see github.com/taiki-e/cargo-llvm-cov"
            );
    }

    public async Task<StepResult> Lint(StepContext step)
    {
        if (step.FindProgram("cargo") is null)
            return step.Unable(Missing);
        if (step.FindProgram("cargo-clippy") is null)
            return step.Unable("Clippy is not installed: rustup component add clippy");

        var outcome = await Cargo(step, ["clippy"], ["--all-targets", .. AsJson]);
        var sources = await SourceTree.Read(step);
        ImmutableArray<Finding> findings =
        [
            .. CargoMessages
                .Read(step, "clippy", outcome.Output, Root(step))
                .Where(finding => IsWithin(step, finding) && sources.Has(finding.File)),
        ];
        return !outcome.Succeeded && findings.IsEmpty
            ? Rejected(step, "cargo clippy", outcome)
            : Gate.JudgeAll(step, ScanReport.Complete("clippy", findings), await Format(step, sources));
    }

    private static async Task<ScanReport> Format(StepContext step, SourceTree sources)
    {
        if (step.FindProgram("cargo-fmt") is null)
            return ScanReport.Unable("rustfmt", "rustfmt is not installed: rustup component add rustfmt");

        var all = CargoPackage.Of(step.Service.Directory).IsWorkspace ? new[] { "--all" } : [];
        var outcome = await step.Run(
            new("cargo", ["fmt", .. all, "--check", "--", "-l"]) { Directory = step.Service.Directory }
        );
        string[] files =
        [
            .. outcome
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(file => file.EndsWith(".rs", StringComparison.Ordinal))
                .Select(step.RepositoryPath)
                .Where(sources.Has),
        ];
        return !outcome.Succeeded && files.Length == 0
            ? ScanReport.Unable("rustfmt", $"rustfmt ended with {outcome.ExitCode}: {Reason(outcome)}")
            : ScanReport.Complete(
                "rustfmt",
                files.Select(file => new Finding("rustfmt", "rustfmt", Severity.Low, "is not formatted: run cargo fmt")
                {
                    File = file,
                })
            );
    }

    private static Task<CommandOutcome> Cargo(
        StepContext step,
        ImmutableArray<string> command,
        ImmutableArray<string> arguments
    )
    {
        var package = CargoPackage.Of(step.Service.Directory);
        return step.Run(
            new(
                "cargo",
                [
                    .. command,
                    .. package.LockFolder is null ? Array.Empty<string>() : ["--locked"],
                    .. package.IsWorkspace ? ["--workspace"] : Array.Empty<string>(),
                    .. arguments,
                ]
            )
            {
                Directory = step.Service.Directory,
                Variables = ImmutableDictionary<string, string?>
                    .Empty.Add("CARGO_TARGET_DIR", CargoFolder.Of(step) / "target")
                    .Add("CARGO_TERM_COLOR", "never"),
            },
            CargoMessages.Text
        );
    }

    private static StepResult Rejected(StepContext step, string tool, CommandOutcome outcome)
    {
        var errors = CargoMessages
            .Read(step, tool, outcome.Output, Root(step))
            .RemoveAll(finding => finding.Severity != Severity.High);
        return errors.IsEmpty
            ? StepResult.Failed($"{tool} ended with {outcome.ExitCode}: {Reason(outcome)}")
            : Rejection.Judge(step, tool, outcome, errors);
    }

    // The first error says what is wrong; the lines below it, with more space at their start, say more.
    private static string Reason(CommandOutcome outcome) =>
        Error().Match(outcome.Error) is { Success: true } error
            ? string.Join(' ', error.Groups["reason"].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            : outcome.LastLine();

    private static AbsolutePath Root(StepContext step) =>
        CargoPackage.Of(step.Service.Directory).LockFolder ?? step.Service.Directory;

    private static bool IsWithin(StepContext step, Finding finding) =>
        finding.File?.StartsWith($"{step.RepositoryPath(step.Service.Directory)}/", StringComparison.Ordinal) == true;

    private static AbsolutePath Rustup =>
        Environment.GetEnvironmentVariable("RUSTUP_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".rustup");

    [GeneratedRegex(@"^error: (?<reason>.+(\n +\S.*)?)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Error();

    [GeneratedRegex(@"process didn't exit successfully: .+ \((signal|exit code|exit status): ")]
    private static partial Regex Ended();
}
