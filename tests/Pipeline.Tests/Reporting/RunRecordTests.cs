using System.Text.Json;
using Pipeline.Build.Reporting;
using Pipeline.Catalog;
using Pipeline.Deployments;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
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
    public async Task A_run_with_a_failure_has_failed()
    {
        fixture.Each("Push", "", _ => Task.FromResult(StepResult.Failed("the registry hangs")));

        var record = await Record("auth", "Push");

        record.GetProperty("result").GetString().ShouldBe("failed");
        record.GetProperty("steps")[0].GetProperty("reason").GetString().ShouldBe("the registry hangs");
    }

    public void Dispose() => fixture.Dispose();

    private async Task<JsonElement> Record(string services, string target)
    {
        await using var run = fixture.Start(services);
        await run.Complete(target).ContinueWith(_ => { }, TaskScheduler.Default);
        var file = fixture.Root / "run.json";
        RunRecord.Of(run).Write(file);
        return JsonDocument.Parse(File.ReadAllText(file)).RootElement;
    }
}
