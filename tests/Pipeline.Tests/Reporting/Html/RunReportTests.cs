using Pipeline.Build.Reporting;
using Pipeline.Build.Reporting.Html;
using Pipeline.Catalog;
using Pipeline.Deployments;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Quality.Findings;
using Pipeline.Tests.Execution;

namespace Pipeline.Tests.Reporting.Html;

public sealed class RunReportTests : IDisposable
{
    private readonly RunFixture fixture = new();

    [Fact]
    public async Task The_report_shows_what_the_steps_have_handed_over()
    {
        var image = new ImageReference("127.0.0.1:5000", "shop/auth", "aaaaaaa", "sha256:00");
        fixture
            .Each(
                "Sast",
                "",
                step =>
                {
                    step.Provide(new FindingSet(["devskim"], [Finding("a made-up-secret in the code")], "sarif"));
                    return Task.FromResult(StepResult.Passed);
                }
            )
            .Each(
                "Push",
                "Sast",
                step =>
                {
                    step.Provide(new PushedImage(image));
                    step.Provide(new ImageBump("local", "auth.yaml", "c0ffee", image, "-image: a\n+image: b\n"));
                    return Task.FromResult(StepResult.PassedWith("pushed"));
                }
            );

        var report = await Report(null);

        report.Steps.Single(step => step.Key.Target == "Push").Predecessors.ShouldBe([new("Sast", "auth")]);
        report.Findings.Single().Message.ShouldBe("a *** in the code");
        report.Images.Single().ShouldBe(new ReportImage("auth", "127.0.0.1:5000/shop/auth:aaaaaaa", "sha256:00"));
        report.Bumps.Single().Diff.ShouldBe("-image: a\n+image: b\n");
        report.Logs.Select(log => log.Step).ShouldBe([new("Sast", "auth"), new("Push", "auth")]);
    }

    [Fact]
    public async Task A_blocked_step_shows_no_log_of_an_earlier_run()
    {
        Directory.CreateDirectory(fixture.Root / "artifacts/logs/auth");
        File.WriteAllText(fixture.Root / "artifacts/logs/auth/Push.log", "from an earlier run");
        fixture
            .Each("Sast", "", _ => Task.FromResult(StepResult.Failed("found")))
            .Each("Push", "Sast", _ => Task.FromResult(StepResult.Passed));

        var report = await Report(null);

        report.Logs.Select(log => log.Step.Target).ShouldBe(["Sast"]);
    }

    [Fact]
    public async Task The_run_before_is_compared_with()
    {
        fixture.Each("Push", "", _ => Task.FromResult(StepResult.Passed));
        await using var run = fixture.Start("auth");
        await run.Complete("Push");
        RunRecord.Of(run).Write(fixture.Root / "run.json");

        var report = await Report(RunRecord.Read(fixture.Root / "run.json"));

        report.Previous!.Steps.Single().Key.ShouldBe(new("Push", "auth"));
    }

    [Theory]
    [InlineData("{ \"schema\": 1, \"commit\": ")]
    [InlineData("{ \"schema\": 99 }")]
    public void A_record_that_cannot_be_read_is_none(string text)
    {
        File.WriteAllText(fixture.Root / "run.json", text);

        RunRecord.Read(fixture.Root / "run.json").ShouldBeNull();
    }

    public void Dispose() => fixture.Dispose();

    private static Finding Finding(string message) => new("devskim", "DS1", Severity.Low, message);

    private async Task<ReportData> Report(RunRecord? previous)
    {
        await using var run = fixture.Start("auth", options => options with { Secrets = ["made-up-secret"] });
        await run.Complete("Push").ContinueWith(_ => { }, TaskScheduler.Default);
        return RunSummary.Of(run, previous);
    }
}
