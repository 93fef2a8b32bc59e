using Pipeline.Execution.Steps;
using Pipeline.Images;

namespace Pipeline.Tests.Images;

public sealed class ImageSmokeTests(Engines engines)
{
    private const string Dockerfile = "FROM scratch\nCOPY server /\nUSER 1000\nENTRYPOINT [\"/server\"]\n";

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    public async Task The_pushed_image_starts_and_answers(string engine)
    {
        await using var harness = await Pushed(engine, Dockerfile);

        var result = await harness.Execute("Smoke", ImageSmoke.Run);

        result.ShouldBe(StepResult.PassedWith("/health answers 200"), harness.Steps.Log("Smoke"));
    }

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    public async Task A_container_that_ends_is_told_with_its_last_words(string engine)
    {
        await using var harness = await Pushed(engine, $"{Dockerfile}ENV FAIL=1\n");

        var result = await harness.Execute("Smoke", ImageSmoke.Run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith("the container ended at once; its last words: ");
        result.Reason!.ShouldContain("no database");
    }

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    public async Task A_container_that_is_not_healthy_in_time_is_told_with_its_answer(string engine)
    {
        await using var harness = await Pushed(engine, Dockerfile);

        var result = await harness.Execute(
            "Smoke",
            (service, step) => ImageSmoke.Run(service, step, "/nowhere", TimeSpan.FromSeconds(1))
        );

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith("the container did not answer 200 at /nowhere within 1 s (404)");
        result.Reason!.ShouldContain("starting");
    }

    private async Task<ImageHarness> Pushed(string engine, string dockerfile)
    {
        var harness = await ImageHarness.Create(engines, engine);
        File.Copy(await engines.Server, harness.Steps.Service.Directory / "server");
        harness.Steps.Write("Dockerfile", dockerfile);
        (await harness.Image()).Status.ShouldBe(StepStatus.Passed);
        (await harness.Push()).Status.ShouldBe(StepStatus.Passed);
        return harness;
    }
}
