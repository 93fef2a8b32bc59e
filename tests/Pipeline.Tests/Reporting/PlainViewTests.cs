using Pipeline.Build.Reporting;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Tests.Execution;

namespace Pipeline.Tests.Reporting;

public sealed class PlainViewTests
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
    public async Task A_failed_step_shows_the_end_of_its_log_and_how_to_see_it_again()
    {
        using var fixture = new RunFixture();
        fixture.Each(
            "Test",
            "",
            step =>
            {
                foreach (var i in Enumerable.Range(1, 100))
                    step.Log.Write($"line {i}");
                return Task.FromResult(StepResult.Failed("1 test failed"));
            }
        );
        fixture.Observers = [new PlainView(output)];

        await fixture.Run("auth", options => options with { Settings = ["--catalog", "it's here.yaml"] });

        var lines = output.ToString().TrimEnd().Split('\n');
        lines[0].ShouldMatch("^✗ Test     auth +[0-9.]+ s  1 test failed$");
        lines[1].ShouldBe("    │ line 86");
        lines[^3].ShouldBe("    │ line 100");
        lines[^1].ShouldBe(@"    again: ./build.sh Test --service auth --catalog 'it'\''s here.yaml'");
    }

    [Fact]
    public async Task The_summary_has_targets_and_services_in_their_declared_order()
    {
        using var fixture = new RunFixture();
        var second = new TaskCompletionSource();
        fixture
            .Each("Compile", "", _ => Task.FromResult(StepResult.Passed))
            .Each(
                "Test",
                "Compile",
                async step =>
                {
                    await second.Task;
                    return StepResult.Passed;
                }
            )
            .Each(
                "Lint",
                "Compile",
                step =>
                {
                    if (step.Service.Name == "auth")
                        second.TrySetResult();
                    return Task.FromResult(StepResult.Passed);
                }
            );
        await using var run = fixture.Start("flag auth");
        foreach (var target in new[] { "Compile", "Test", "Lint" })
            await run.Complete(target);

        new PlainView(output).RunEnded(run);

        output
            .ToString()
            .ShouldStartWith(
                """

                                Compile   Test      Lint
                flag            passed    passed    passed
                auth            passed    passed    passed
                """
            );
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
            .Each("Scan", "Test", _ => Task.FromResult(StepResult.Skipped("trivy is not installed")))
            .Each("Push", "Scan", _ => Task.FromResult(StepResult.Passed));
        await using var run = fixture.Start("auth flag");
        await Should.ThrowAsync<TargetFailedException>(() => run.Complete("Test"));
        await Should.ThrowAsync<TargetFailedException>(() => run.Complete("Push"));

        new PlainView(output).RunEnded(run);

        var text = output.ToString();
        text.ShouldContain("✗ flag Test failed: 1 test failed\n");
        text.ShouldContain("○ auth Scan skipped: trivy is not installed\n");
        text.ShouldContain("· flag Scan Push blocked: Test failed\n");
        text.ShouldContain(": 2 passed, 0 cached, 1 skipped, 2 blocked, 1 failed\n");
    }

    [Fact]
    public void Colours_are_for_terminals()
    {
        var step = new Step(new("Test", "auth"), StepResult.Passed, DateTimeOffset.UnixEpoch, TimeSpan.Zero);

        Report(step);
        var plain = output.ToString();
        new PlainView(output, colors: true).StepEnded(step, null);

        plain.ShouldNotContain('\e');
        output.ToString()[plain.Length..].ShouldContain("\e[32m✓\e[0m");
    }

    private void Report(Step step) => new PlainView(output).StepEnded(step, null);
}
