using Nuke.Common.IO;
using Pipeline.Acceptance.Suites;
using Pipeline.Foundation.Failures;

namespace Pipeline.Tests.Acceptance;

public sealed class CaseReportTests : IDisposable
{
    private readonly AbsolutePath file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public void A_case_has_its_name_its_time_and_why_it_failed()
    {
        var only = Read(
                """<testsuite name="pytest"><testcase classname="routes" name="keys" time="0.25"><failure message="200 is not 401&#10;at line 4">trace</failure></testcase></testsuite>"""
            )
            .ShouldHaveSingleItem();

        $"{only.Id}".ShouldBe("routes.keys");
        (only.Outcome, only.Seconds, only.Message).ShouldBe((CaseOutcome.Failed, 0.25, "200 is not 401"));
    }

    [Theory]
    [InlineData("<failure/>", nameof(CaseOutcome.Failed))]
    [InlineData("<error>broken</error>", nameof(CaseOutcome.Failed))]
    [InlineData("<skipped/>", nameof(CaseOutcome.Skipped))]
    [InlineData("<system-out>failure</system-out>", nameof(CaseOutcome.Passed))]
    // Surefire and Gradle, and Playwright with includeRetries.
    [InlineData("<flakyFailure message='m'><stackTrace>t</stackTrace></flakyFailure>", nameof(CaseOutcome.Flaky))]
    [InlineData("<flakyError message='m'/><flakyFailure/>", nameof(CaseOutcome.Flaky))]
    [InlineData("<failure/><rerunFailure/><rerunError/>", nameof(CaseOutcome.Failed))]
    [InlineData("<flakyFailure/><failure/>", nameof(CaseOutcome.Failed))]
    public void What_stands_in_a_case_says_how_it_ended(string children, string outcome) =>
        Outcomes($"<testcase name='keys'>{children}</testcase>").ShouldBe([outcome]);

    [Theory]
    // pytest-rerunfailures: a case without a child for each rerun, and then the last one.
    [InlineData("<testcase name='keys'/><testcase name='keys'/>", nameof(CaseOutcome.Flaky))]
    [InlineData("<testcase name='keys'/><testcase name='keys'><failure/></testcase>", nameof(CaseOutcome.Failed))]
    // Gradle without mergeReruns.
    [InlineData("<testcase name='keys'><failure/></testcase><testcase name='keys'/>", nameof(CaseOutcome.Flaky))]
    public void A_case_that_is_named_again_was_run_again(string cases, string outcome) =>
        Outcomes(cases).ShouldBe([outcome]);

    [Fact]
    public void Cases_of_two_projects_are_two_cases()
    {
        const string Case = "<testcase classname='keys.spec.ts' name='opens'/>";

        Read(
                $"<testsuites><testsuite name='keys.spec.ts' hostname='chromium'>{Case}</testsuite><testsuite name='keys.spec.ts' hostname='webkit'>{Case}</testsuite></testsuites>"
            )
            .Select(one => one.Outcome)
            .ShouldBe([CaseOutcome.Passed, CaseOutcome.Passed]);
    }

    [Fact]
    public void A_disabled_test_of_GoogleTest_was_not_run() =>
        Outcomes("<testcase name='keys' status='notrun' result='suppressed'/>").ShouldBe(["Skipped"]);

    [Theory]
    [InlineData("<testsuite><testcase name='a'>", "cannot be read")]
    [InlineData("", "cannot be read")]
    [InlineData("<html/>", "is not one of JUnit")]
    [InlineData("<!DOCTYPE t [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><testsuite>&e;</testsuite>", "DTD")]
    public void What_is_no_whole_report_is_refused(string xml, string reason)
    {
        var refusal = Should.Throw<StepFailedException>(() => Read(xml));

        refusal.Message.ShouldContain(file);
        refusal.Message.ShouldContain(reason);
    }

    private IEnumerable<string> Outcomes(string cases) =>
        Read($"<testsuites><testsuite name='s'>{cases}</testsuite></testsuites>").Select(one => $"{one.Outcome}");

    private ImmutableArray<SuiteCase> Read(string xml)
    {
        File.WriteAllText(file, xml);
        return CaseReport.Read(file);
    }
}
