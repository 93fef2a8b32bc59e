using System.Text.Json;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality.Findings;

public sealed class GateTests : IAsyncDisposable
{
    private readonly StepHarness harness = new();

    [Theory]
    [InlineData(Severity.Medium, StepStatus.Passed)]
    [InlineData(Severity.High, StepStatus.Failed)]
    [InlineData(Severity.Critical, StepStatus.Failed)]
    public async Task Findings_of_the_policys_severity_and_above_fail(Severity severity, StepStatus status)
    {
        harness.Policy = new() { Severity = Severity.High };

        var result = await Judge(ScanReport.Complete("scanner", [Finding("R1", severity)]));

        result.Status.ShouldBe(status);
    }

    [Fact]
    public async Task The_worst_findings_are_named_first_and_the_rest_are_counted()
    {
        var findings = new[] { "R1", "R2", "R3", "R4" }.Select(rule => Finding(rule, Severity.High));

        var result = await Judge(ScanReport.Complete("scanner", [.. findings, Finding("R5", Severity.Critical)]));

        result.ShouldBe(
            StepResult.Failed(
                "scanner: 5 findings of severity high and above: main.go:7 [critical] R5 is bad; main.go:7 [high] R1 is bad; main.go:7 [high] R2 is bad; and 2 more"
            )
        );
    }

    [Fact]
    public void A_finding_fits_on_a_line_however_long_its_message_is()
    {
        var finding = Finding("R1", Severity.High) with { Message = "first\n\nsecond " + new string('x', 500) };

        var line = finding.ToString();

        line.ShouldStartWith("main.go:7 [high] R1 first second xxx");
        line.ShouldEndWith("x…");
        line.Length.ShouldBeLessThan(200);
    }

    [Fact]
    public async Task A_pass_tells_what_was_found_below_the_threshold_and_whose_knowledge_it_rests_on()
    {
        var result = await Judge(
            ScanReport.Complete("one", [Finding("R1", Severity.Low), Finding("R2", Severity.Low)]),
            ScanReport.Complete("two", [], "asked example.com")
        );

        result.ShouldBe(
            StepResult.PassedWith("one, two: 2 findings below the threshold (2 low); two asked example.com")
        );
    }

    [Fact]
    public async Task An_absent_tool_does_not_matter_beside_one_that_ran()
    {
        var result = await Judge(ScanReport.Complete("one", []), ScanReport.Absent("two", "two is not installed"));

        result.ShouldBe(StepResult.PassedWith("one: no findings"));
    }

    [Fact]
    public async Task Without_any_tool_there_is_no_pass()
    {
        var result = await Judge(
            ScanReport.Absent("one", "one is not installed"),
            ScanReport.Absent("two", "two is not installed")
        );

        result.ShouldBe(StepResult.Skipped("one is not installed; two is not installed"));
    }

    [Fact]
    public async Task A_tool_that_could_not_do_its_work_is_no_pass_though_another_found_nothing()
    {
        harness.Require("Sast");

        var result = await Judge(ScanReport.Complete("one", []), ScanReport.Unable("two", "two broke down"));

        result.ShouldBe(StepResult.Failed("two broke down; production requires Sast"));
    }

    [Fact]
    public async Task Findings_fail_though_another_tool_could_not_do_its_work()
    {
        var result = await Judge(
            ScanReport.Complete("one", [Finding("R1", Severity.High)]),
            ScanReport.Unable("two", "two broke down")
        );

        result.Status.ShouldBe(StepStatus.Failed);
    }

    [Fact]
    public async Task What_was_found_is_handed_over_and_written_as_sarif()
    {
        await Judge(ScanReport.Complete("scanner", [Finding("R1", Severity.Low)]));

        var found = harness.Run.Handover.All<FindingSet>().Single().Value;
        found.Findings.ShouldBe([Finding("R1", Severity.Low)]);
        SarifReader
            .Read("scanner", File.ReadAllText(harness.Run.Options.Artifacts / found.Report))
            .ShouldBe(found.Findings);
    }

    [Fact]
    public void What_is_handed_over_can_be_kept_as_json()
    {
        var found = new FindingSet(["scanner"], [Finding("R1", Severity.Low)], "sarif/auth/Sast.sarif");

        var kept = JsonSerializer.Deserialize<FindingSet>(JsonSerializer.Serialize(found)).ShouldNotBeNull();

        kept.Tools.ShouldBe(found.Tools);
        kept.Findings.ShouldBe(found.Findings);
        kept.Report.ShouldBe(found.Report);
    }

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    private static Finding Finding(string rule, Severity severity) =>
        new("scanner", rule, severity, "is bad") { File = "main.go", Line = 7 };

    private Task<StepResult> Judge(params ImmutableArray<ScanReport> reports) =>
        harness.Execute("Sast", (_, step) => Task.FromResult(Gate.Judge(step, reports)));
}
