using System.Collections.Concurrent;
using System.Diagnostics;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Tracing;
using Pipeline.Tests.Telemetry;

namespace Pipeline.Tests.Execution;

[Collection(nameof(TraceExportTests))]
public sealed class RunTraceTests : IDisposable
{
    private readonly RunFixture fixture = new();
    private readonly ConcurrentQueue<Activity> spans = [];
    private readonly ActivityListener listener;

    public RunTraceTests()
    {
        listener = new()
        {
            ShouldListenTo = source => source.Name == Spans.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose()
    {
        listener.Dispose();
        fixture.Dispose();
    }

    [Fact]
    public async Task A_run_has_its_targets_below_it_and_below_those_their_steps_and_programs()
    {
        fixture.Each("test", "", Print("true")).Each("push", "test", _ => Task.FromResult(StepResult.Passed));

        await fixture.Run("auth flag");

        var tree = spans.ToDictionary(span => span.SpanId);
        spans
            .Select(Path)
            .Order(StringComparer.Ordinal)
            .ShouldBe([
                "RUN shop",
                "RUN shop/push",
                "RUN shop/push/push auth",
                "RUN shop/push/push flag",
                "RUN shop/test",
                "RUN shop/test/test auth",
                "RUN shop/test/test auth/sh",
                "RUN shop/test/test flag",
                "RUN shop/test/test flag/sh",
            ]);

        string Path(Activity span) =>
            tree.TryGetValue(span.ParentSpanId, out var above) ? $"{Path(above)}/{span.DisplayName}" : span.DisplayName;
    }

    [Fact]
    public async Task A_program_is_told_its_own_span()
    {
        var file = Directory.CreateDirectory(fixture.Root / "auth").FullName + "/parent";
        fixture.Each("test", "", Print($"printf %s $TRACEPARENT >{file}"));

        await fixture.Run("auth");

        File.ReadAllText(file).ShouldBe(Named("sh").Id);
        Named("sh").GetTagItem("process.exit.code").ShouldBe(0);
    }

    [Fact]
    public async Task A_failure_is_an_error_of_its_step_its_target_and_the_run()
    {
        fixture.Each("test", "", _ => Task.FromResult(StepResult.Failed("2 tests failed")));

        await fixture.Run("auth");

        (Named("test auth").Status, Named("test auth").StatusDescription).ShouldBe(
            (ActivityStatusCode.Error, "2 tests failed")
        );
        foreach (var name in (string[])["test auth", "test"])
            Named(name).GetTagItem("cicd.pipeline.task.run.result").ShouldBe("failure");
        Named("RUN shop").GetTagItem("cicd.pipeline.result").ShouldBe("failure");
    }

    [Fact]
    public async Task A_skip_is_no_error()
    {
        fixture.Each("scan", "", _ => Task.FromResult(StepResult.Skipped("trivy is not installed")));

        await fixture.Run("auth");

        Named("scan auth").GetTagItem("cicd.pipeline.task.run.result").ShouldBe("skip");
        Named("scan auth").Status.ShouldBe(ActivityStatusCode.Unset);
        Named("RUN shop").GetTagItem("cicd.pipeline.result").ShouldBe("success");
    }

    [Fact]
    public async Task A_step_for_all_services_is_one_span_whose_result_is_the_worst()
    {
        fixture.Together(
            "bump",
            "",
            steps => Task.FromResult<ImmutableArray<StepResult>>([StepResult.Failed("refused"), StepResult.Passed])
        );

        await fixture.Run("auth flag");

        var bump = spans.Single(span => span.GetTagItem("pipeline.services") is not null);
        bump.GetTagItem("pipeline.services").ShouldBe(new[] { "auth", "flag" });
        bump.GetTagItem("cicd.pipeline.task.run.result").ShouldBe("failure");
    }

    [Fact]
    public async Task A_secret_in_a_reason_reaches_no_span()
    {
        fixture.Each("test", "", _ => Task.FromResult(StepResult.Failed("wrong: made-up-secret")));

        await fixture.Run("auth", options => options with { Secrets = ["made-up-secret"] });

        Named("test auth").StatusDescription.ShouldNotBeNull().ShouldNotContain("made-up-secret");
    }

    private Activity Named(string name) => spans.Single(span => span.DisplayName == name);

    private static Func<StepContext, Task<StepResult>> Print(string script) =>
        async step =>
            (await step.Run(new("sh", "-c", script))).Succeeded ? StepResult.Passed : StepResult.Failed("sh failed");
}
