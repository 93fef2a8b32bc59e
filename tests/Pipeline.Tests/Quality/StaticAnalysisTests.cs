using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Git;
using Pipeline.Quality;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality;

public sealed class StaticAnalysisTests : IAsyncDisposable
{
    private const string Shell = "import subprocess\n\n\ndef run(command):\n    subprocess.call(command, shell=True)\n";

    // What gosec's command line takes, as far as it is used here; anything else is refused.
    private const string Gosec = """
        [ "$1" = -fmt=json ] && [ "$3" = -no-fail ] && [ "$4" = ./... ] && [ $# = 4 ] || exit 2
        case $2 in -out=*) output=${2#-out=} ;; *) exit 2 ;; esac

        """;

    private readonly StepHarness harness = new("flag", new("python"));

    public StaticAnalysisTests() => harness.Write("flags.py", "def is_on(flag):\n    return flag\n");

    [Fact]
    public async Task Clean_sources_pass_both_scanners()
    {
        var result = await harness.Execute("Sast", StaticAnalysis.Run);

        result.ShouldBe(StepResult.PassedWith("devskim, bandit: no findings"));
    }

    [Fact]
    public async Task A_finding_of_devskim_fails_with_its_place()
    {
        harness.Write("hash.py", "import hashlib\n\n\ndef digest(x):\n    return hashlib.md5(x)\n");

        var result = await harness.Execute("Sast", StaticAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("services/flag/hash.py:5:19 [critical] DS126858");
    }

    [Theory]
    [InlineData("a b.py")]
    [InlineData("a%20b.py")]
    [InlineData("100% sure.py")]
    [InlineData("ünsure#1.py")]
    public async Task A_finding_of_devskim_names_the_file_as_it_is_and_encodes_it_in_SARIF(string file)
    {
        harness.Write(file, "import hashlib\n\n\ndef digest(x):\n    return hashlib.md5(x)\n");

        var result = await harness.Execute("Sast", StaticAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain($"services/flag/{file}:5:19 [critical] DS126858");
        File.ReadAllText(harness.Root / "artifacts" / "sarif" / "flag" / "Sast.sarif")
            .ShouldContain($"\"services/flag/{Uri.EscapeDataString(file)}\"");
    }

    [Fact]
    public async Task A_finding_of_bandit_fails_with_its_place()
    {
        harness.Write("shell.py", Shell);

        var result = await harness.Execute("Sast", StaticAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain("services/flag/shell.py:5 [high] B602");
    }

    [Fact]
    public async Task The_secret_that_was_found_is_written_nowhere()
    {
        harness.Policy = new() { Severity = Severity.Low };
        harness.Write("settings.py", "password = \"correct-horse-battery\"\n");
        InstallBandit(
            """
            {"errors": [], "results": [{"code": "1 password = \"correct-horse-battery\"\n", "filename": "./settings.py",
             "issue_severity": "LOW", "issue_text": "Possible hardcoded password: 'correct-horse-battery'", "line_number": 1, "test_id": "B105"}]}
            """
        );

        var result = await harness.Execute("Sast", StaticAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result
            .Reason.ShouldNotBeNull()
            .ShouldContain("services/flag/settings.py:1 [low] B105 Possible hardcoded password");
        result.Reason.ShouldNotContain("correct-horse");
        Directory
            .EnumerateFiles(harness.Root / "artifacts", "*", SearchOption.AllDirectories)
            .ShouldAllBe(file => !File.ReadAllText(file).Contains("correct-horse"));
    }

    [Fact]
    public async Task A_file_that_bandit_cannot_read_is_no_pass()
    {
        harness.Write("broken.py", "def f(:\n");
        harness.Require("Sast");

        var result = await harness.Execute("Sast", StaticAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldStartWith("bandit could not read services/flag/broken.py");
    }

    [Fact]
    public async Task Files_that_git_ignores_and_files_that_were_made_are_left_out()
    {
        await GitCommand.Run(harness.Root, ["init", "--quiet"], TestContext.Current.CancellationToken);
        File.WriteAllText(harness.Root / ".gitignore", "local/\nscratch.py\n");
        harness.Write("local/deep/shell.py", Shell);
        harness.Write("scratch.py", Shell);
        harness.Write("node_modules/made/shell.py", Shell);

        var result = await harness.Execute("Sast", StaticAnalysis.Run);

        result.ShouldBe(StepResult.PassedWith("devskim, bandit: no findings"));
    }

    [Fact]
    public async Task Bandit_is_a_welcome_extra()
    {
        harness.Only("dotnet");

        var result = await harness.Execute("Sast", StaticAnalysis.Run);

        result.ShouldBe(StepResult.PassedWith("devskim: no findings"));
    }

    [Theory]
    [InlineData(false, StepStatus.Skipped)]
    [InlineData(true, StepStatus.Failed)]
    public async Task Without_devskim_there_is_no_pass(bool isRequired, StepStatus status)
    {
        harness.Only("python3");
        if (isRequired)
            harness.Require("Sast");

        var result = await harness.Execute("Sast", StaticAnalysis.Run);

        result.Status.ShouldBe(status);
        result.Reason.ShouldNotBeNull().ShouldStartWith("devskim cannot run: dotnet is not on the path");
    }

    [Theory]
    [InlineData("notes.unknown")]
    [InlineData("node_modules/made/shell.py")]
    public async Task A_devskim_that_looked_at_no_file_is_no_pass(string file)
    {
        harness.Only("dotnet");
        File.Delete(harness.Service.Directory / "flags.py");
        harness.Write(file, Shell);

        var result = await harness.Execute("Sast", StaticAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Skipped, result.Reason);
        result.Reason.ShouldNotBeNull().ShouldStartWith("devskim reports no file of services/flag that it looked at");
    }

    [Fact]
    public async Task A_finding_of_gosec_fails_with_its_place()
    {
        InstallGosec(
            """
            {"Golang errors": {}, "Issues": [{"severity": "HIGH", "confidence": "LOW", "cwe": {"id": "338", "url": ""},
             "rule_id": "G404", "details": "Use of weak random number generator", "file": "FOLDER/main.go", "code": "",
             "line": "12-14", "column": "7", "nosec": false, "suppressions": null}], "Stats": {"files": 1, "lines": 20, "nosec": 0, "found": 1}}
            """
        );

        var result = await harness.Execute("Sast", StaticAnalysis.Run);

        result.ShouldBe(
            StepResult.Failed(
                "devskim, gosec: 1 finding of severity high and above: services/flag/main.go:12:7 [high] G404 Use of weak random number generator"
            )
        );
    }

    [Theory]
    [InlineData("""{"Golang errors": {}, "Issues": [], "Stats": {"files": 0, "lines": 0, "nosec": 0, "found": 0}}""")]
    [InlineData(
        """{"Golang errors": {"FOLDER/main.go": [{"line": 1, "column": 1, "error": "no package"}]}, "Issues": [], "Stats": {"files": 1}}"""
    )]
    public async Task A_gosec_that_did_not_see_all_files_is_no_pass(string report)
    {
        InstallGosec(report);

        var result = await harness.Execute("Sast", StaticAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Skipped);
        result.Reason.ShouldNotBeNull().ShouldStartWith("gosec ");
    }

    [Fact]
    public async Task A_report_that_cannot_be_read_fails()
    {
        InstallGosec("""{"Issues": [""");

        var result = await harness.Execute("Sast", StaticAnalysis.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldStartWith("the report of gosec cannot be read");
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    // Bandit as a program, its command line as far as it is used here, beside a .NET without Python.
    private void InstallBandit(string report)
    {
        harness.Only("dotnet");
        File.WriteAllText(harness.Root / "bandit.json", report);
        harness.Install(
            "bandit",
            $"""
            [ "$1 $2 $3 $4 $5" = "--recursive . --format json --output" ] && [ "$7 $8" = "--quiet --exclude" ] && [ $# = 9 ] || exit 2
            cp '{harness.Root}/bandit.json' "$6"
            exit 1
            """
        );
    }

    private void InstallGosec(string report)
    {
        harness.Service = harness.Service with { Language = new("go") };
        File.WriteAllText(
            harness.Root / "gosec.json",
            report.Replace("FOLDER", harness.Service.Directory, StringComparison.Ordinal)
        );
        harness.Only("dotnet");
        harness.Install("gosec", $"{Gosec}cp '{harness.Root}/gosec.json' \"$output\"");
    }
}
