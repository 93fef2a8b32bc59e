using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Languages;
using Pipeline.Quality.Testing;

namespace Pipeline.Tests.Quality.Languages.Perl;

/// <summary>Perl's own check of the syntax and its warnings, and prove.</summary>
internal sealed class PerlToolchain : IToolchain
{
    private const string Missing = "perl is not installed: see perl.org";

    public IEnumerable<ToolProbe> Probes(Service service) =>
        [new("perl", "-V") { Variables = ["PERL5LIB", "PERL5OPT"] }];

    public ServiceOutputs Outputs(Service service) => ServiceOutputs.None;

    public async Task<StepResult> Compile(StepContext step)
    {
        if (step.FindProgram("perl") is null)
            return step.Unable(Missing);

        var files = await Files(step);
        foreach (var file in files)
        {
            var check = await step.Run(Perl(step, "perl", "-Ilib", "-c", file));
            if (!check.Succeeded)
                return Rejection.Judge(step, "perl", check, PerlMessages.Read(step, check.Error, Severity.High));
        }

        return files.Length == 0
            ? StepResult.Failed($"{step.Service.Path} holds no Perl: nothing was compiled")
            : StepResult.PassedWith($"{files.Length} files compile");
    }

    public async Task<StepResult> Test(StepContext step)
    {
        if (step.FindProgram("prove") is null)
            return step.Unable(Missing);

        var tests = new TestReport(0, 0, []);
        if (Directory.Exists(step.Service.Directory / "t"))
        {
            var outcome = await step.Run(Perl(step, "prove", "--lib", "--verbose", "--recurse", "t"));
            tests = TapReport.Read(outcome.Output);
            if (!outcome.Succeeded && tests.Failed.IsEmpty)
                return StepResult.Failed($"prove ended with {outcome.ExitCode}: {outcome.LastLine()}");
        }

        return TestGate.Judge(step, tests, "nothing measures that of Perl");
    }

    public async Task<StepResult> Lint(StepContext step)
    {
        if (step.FindProgram("perl") is null)
            return step.Unable(Missing);

        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var file in await Files(step))
        {
            var check = await step.Run(Perl(step, "perl", "-Ilib", "-wc", file));
            findings.AddRange(PerlMessages.Read(step, check.Error, Severity.Medium));
        }

        return Gate.JudgeAll(step, ScanReport.Complete("perl", findings.Distinct()));
    }

    private static async Task<string[]> Files(StepContext step) =>
        [.. (await SourceTree.Read(step)).Files(".pl", ".pm", ".t")];

    private static CommandLine Perl(StepContext step, string program, params ImmutableArray<string> arguments) =>
        new(program, arguments) { Directory = step.Service.Directory };
}
