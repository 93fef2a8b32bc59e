using Pipeline.Execution;
using Pipeline.Reporting;
using Pipeline.Tests.Execution;

namespace Pipeline.Tests.Reporting;

public sealed class ConsoleReportTests
{
    private readonly StringWriter output = new();

    [Fact]
    public void A_step_is_one_line()
    {
        Report(
            new(
                new("Test", "auth"),
                StepResult.PassedWith("12 tests, 87.3 % covered"),
                DateTimeOffset.UnixEpoch,
                TimeSpan.FromSeconds(1.25)
            )
        );

        output.ToString().ShouldBe("✓ Test     auth              1.3 s  12 tests, 87.3 % covered\n");
    }

    [Fact]
    public void A_failed_step_shows_the_end_of_its_log_and_how_to_see_it_again()
    {
        using var fixture = new RunFixture();
        var log = fixture.Root / "Test.log";
        File.WriteAllLines(log, Enumerable.Range(1, 100).Select(i => $"line {i}"));

        new ConsoleReport(output, colors: false).StepEnded(
            new(
                new("Test", "auth"),
                StepResult.Failed("1 test failed"),
                DateTimeOffset.UnixEpoch,
                TimeSpan.FromMinutes(1.5)
            ),
            log
        );

        var lines = output.ToString().TrimEnd().Split('\n');
        lines[0].ShouldBe("✗ Test     auth           1 m 30 s  1 test failed");
        lines[1].ShouldBe("    │ line 86");
        lines[^3].ShouldBe("    │ line 100");
        lines[^1].ShouldBe("    again: ./build.sh Test --service auth");
    }

    [Fact]
    public async Task The_summary_names_everything_that_did_not_pass()
    {
        using var fixture = new RunFixture();
        fixture
            .Each(
                "Test",
                "",
                step =>
                    Task.FromResult(
                        step.Service.Name == "flag" ? StepResult.Failed("1 test failed") : StepResult.Passed
                    )
            )
            .Each("Scan", "Test", _ => Task.FromResult(StepResult.Skipped("trivy is not installed")));
        await using var run = fixture.Start("auth flag");
        await Should.ThrowAsync<StepsFailedException>(() => run.Complete("Test"));
        await Should.ThrowAsync<StepsFailedException>(() => run.Complete("Scan"));

        new ConsoleReport(output, colors: false).RunEnded(run);

        var text = output.ToString();
        text.ShouldContain("✗ flag Test failed: 1 test failed\n");
        text.ShouldContain("○ auth Scan skipped: trivy is not installed\n");
        text.ShouldContain("· flag Scan blocked: Test failed\n");
        text.ShouldContain(": 1 passed, 0 cached, 1 skipped, 1 blocked, 1 failed\n");
    }

    [Fact]
    public void Colours_are_for_terminals()
    {
        var step = new Step(new("Test", "auth"), StepResult.Passed, DateTimeOffset.UnixEpoch, TimeSpan.Zero);

        Report(step);
        var plain = output.ToString();
        new ConsoleReport(output, colors: true).StepEnded(step, null);

        plain.ShouldNotContain('\e');
        output.ToString()[plain.Length..].ShouldContain("\e[32m✓\e[0m");
    }

    private void Report(Step step) => new ConsoleReport(output, colors: false).StepEnded(step, null);
}
