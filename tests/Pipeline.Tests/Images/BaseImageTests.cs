using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Images;

public sealed class BaseImageTests(Engines engines)
{
    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    public async Task A_base_that_cannot_be_pulled_is_made_once_for_all_services(string engine)
    {
        await using var harness = await Harness(engine, "echo made >> '@count'\ntouch made\ntar cf rootfs.tar made\n");

        var results = await Task.WhenAll(
            harness.Execute("One", ImageHarness.Build),
            harness.Execute("Two", ImageHarness.Build)
        );

        results.ShouldAllBe(result => result.Status == StepStatus.Passed, results[0].Reason);
        File.ReadAllLines(harness.Steps.Root / "count").ShouldBe(["made"]);
        (await harness.FilesOf(harness.Reference)).ShouldBe(["content", "made"]);
    }

    [Fact]
    public async Task A_base_that_was_made_in_an_earlier_run_is_taken_as_it_is()
    {
        // Another test may have made the same base on the same engine.
        var script = $"touch made\ntar cf rootfs.tar made\n# {Guid.NewGuid()}\n";
        await using var earlier = await Harness(Engines.Docker, script);
        await earlier.Image();
        await using var later = await Harness(Engines.Docker, script);

        var result = await later.Image();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        earlier.Steps.Log("Image").ShouldContain("build-rootfs.sh");
        later.Steps.Log("Image").ShouldNotContain("build-rootfs.sh");
    }

    [Fact]
    public async Task A_base_that_can_neither_be_pulled_nor_made_fails_with_both_reasons()
    {
        await using var harness = await Harness(Engines.Docker, "echo no space >&2\nexit 7\n");

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith("base image base can neither be pulled nor made: ");
        result.Reason!.ShouldContain("connection refused");
        result.Reason!.ShouldContain("build-rootfs.sh ended with 7");
        harness.Steps.Log("Image").ShouldContain("no space");
    }

    [Fact]
    public async Task A_base_without_a_fallback_fails_with_the_engines_reason()
    {
        await using var harness = await Harness(Engines.Docker, "");
        harness.Steps.Bases = [harness.Steps.Bases[0] with { Fallback = null }];

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain($"could not pull {ImageHarness.UnreachableBase}: ");
        result.Reason!.ShouldContain("connection refused");
    }

    [Fact]
    public async Task A_base_that_the_Dockerfile_does_not_ask_for_is_not_made()
    {
        await using var harness = await Harness(Engines.Docker, "echo made >> '@count'\nexit 1\n");
        harness.Steps.Write("Dockerfile", "FROM scratch\nCOPY content /\n# BASE_IMAGE\n");

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        File.Exists(harness.Steps.Root / "count").ShouldBeFalse();
    }

    [Fact]
    public async Task A_base_that_the_engine_has_is_used_without_a_pull()
    {
        await using var maker = await ImageHarness.Create(engines, Engines.Docker);
        await maker.Image();
        await using var harness = await Harness(Engines.Docker, "exit 1\n");
        harness.Steps.Bases = [harness.Steps.Bases[0] with { Image = maker.Reference }];

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        harness.Steps.Log("Image").ShouldContain($"base image base: {maker.Reference}");
    }

    private async Task<ImageHarness> Harness(string engine, string script)
    {
        var harness = await ImageHarness.Create(engines, engine);
        harness.BuildOnMadeBase(script.Replace("@count", harness.Steps.Root / "count"));
        return harness;
    }
}
