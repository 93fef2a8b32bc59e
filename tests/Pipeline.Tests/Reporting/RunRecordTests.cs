using System.Text.Json;
using Pipeline.Build.Reporting;
using Pipeline.Catalog;
using Pipeline.Deployments;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Images;
using Pipeline.Tests.Execution;

namespace Pipeline.Tests.Reporting;

public sealed class RunRecordTests : IDisposable
{
    private readonly RunFixture fixture = new();

    [Fact]
    public async Task A_run_is_recorded_with_its_steps_images_and_bumps()
    {
        var image = new ImageReference("127.0.0.1:5000", "shop/auth", "aaaaaaa", "sha256:00");
        fixture.Each(
            "Push",
            "",
            step =>
            {
                step.Provide(new PushedImage(image));
                step.Provide(new ImageBump("local", "auth/deployment.yaml", null, image));
                return Task.FromResult(StepResult.PassedWith("pushed"));
            }
        );

        var record = await Record("auth", "Push");

        record.GetProperty("schema").GetInt32().ShouldBe(1);
        record.GetProperty("result").GetString().ShouldBe("passed");
        record.GetProperty("counts").GetProperty("passed").GetInt32().ShouldBe(1);
        $"{record.GetProperty("steps")[0]}".ShouldContain("\"status\": \"passed\"");
        record
            .GetProperty("images")[0]
            .GetProperty("reference")
            .GetString()
            .ShouldBe("127.0.0.1:5000/shop/auth:aaaaaaa@sha256:00");
        record.GetProperty("bumps")[0].TryGetProperty("commit", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_is_recorded_with_what_confined_the_programs_of_services()
    {
        fixture.Each("Test", "", _ => Task.FromResult(StepResult.Passed));

        var record = await Record("auth", "Test");

        record.TryGetProperty("confinement", out var confinement).ShouldBe(Landlock.Obstacle is null);
        if (Landlock.Obstacle is null)
            confinement.GetString().ShouldBe($"Landlock {Landlock.Version}");
    }

    [Fact]
    public async Task A_run_with_a_failure_has_failed()
    {
        fixture.Each("Push", "", _ => Task.FromResult(StepResult.Failed("the registry hangs")));

        var record = await Record("auth", "Push");

        record.GetProperty("result").GetString().ShouldBe("failed");
        record.GetProperty("steps")[0].GetProperty("reason").GetString().ShouldBe("the registry hangs");
    }

    [Fact]
    public async Task A_reference_with_a_secret_is_left_out_and_not_rewritten()
    {
        var image = new ImageReference("127.0.0.1:5000", "shop/auth", "made-up-tag", "sha256:00");
        fixture.Each(
            "Push",
            "",
            step =>
            {
                step.Provide(new PushedImage(image));
                return Task.FromResult(StepResult.Passed);
            }
        );

        var record = await Record("auth", "Push", options => options with { Secrets = ["made-up-tag"] });

        record.GetProperty("images").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_reason_has_no_terminal_escapes()
    {
        fixture.Each("Test", "", _ => Task.FromResult(StepResult.Failed("x \e[2J\e]0;title\a end\nnext\r")));

        var record = await Record("auth", "Test");

        record.GetProperty("steps")[0].GetProperty("reason").GetString().ShouldBe("x  end\nnext");
    }

    public void Dispose() => fixture.Dispose();

    private async Task<JsonElement> Record(string services, string target, Func<RunOptions, RunOptions>? with = null)
    {
        await using var run = fixture.Start(services, with);
        await run.Complete(target).ContinueWith(_ => { }, TaskScheduler.Default);
        var file = fixture.Root / "run.json";
        RunRecord.Of(run).Write(file);
        return JsonDocument.Parse(File.ReadAllText(file)).RootElement;
    }
}
