using Pipeline.Execution.Steps;
using Pipeline.Images.Building;
using Pipeline.Images.Engines;

namespace Pipeline.Tests.Images;

/// <summary>What builds an image: buildx over either of Docker's stores, and what else there is.</summary>
public sealed class BuildxTests(Engines engines)
{
    [Theory]
    [InlineData(Engines.Docker, "Docker's classic builder")]
    [InlineData(Engines.Podman, "Podman's own builder")]
    [InlineData(Engines.Buildx, "(docker driver)")]
    [InlineData(Engines.BuildxStore, "(docker driver, containerd image store)")]
    public async Task The_builder_is_the_one_that_answers(string engine, string builder)
    {
        await using var harness = await ImageHarness.Create(engines, engine);

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        harness.Steps.Log("Image").Split('\n')[0].ShouldEndWith(builder);
    }

    [Fact]
    public async Task Over_the_classic_store_buildx_builds_into_the_engine()
    {
        await using var harness = await ImageHarness.Create(engines, Engines.Buildx);

        await harness.Image();

        var built = await harness.Taken<BuiltImage>();
        built.Layout.ShouldBeNull();
        var image = await harness.Inspect(harness.Reference);
        image.Id.ShouldBe(built.Id);
        image.Labels["org.opencontainers.image.revision"].ShouldBe(harness.Source.Commit);
        (await harness.FilesOf(harness.Reference)).ShouldBe(["Dockerfile", "content"]);
        (await harness.Push()).Reason!.ShouldStartWith("pushed as ");
    }

    [Fact]
    public async Task Over_the_containerd_store_the_digest_that_was_built_is_the_one_that_is_pushed()
    {
        await using var harness = await ImageHarness.Create(engines, Engines.BuildxStore);

        await harness.Image();

        var built = await harness.Taken<BuiltImage>();
        var pushed = await harness.Push();
        var again = await harness.Push();
        pushed.ShouldBe(StepResult.PassedWith($"pushed as {built.Id}"));
        again.ShouldBe(StepResult.PassedWith($"already in the registry as {built.Id}"));
        (await harness.Image()).Reason!.ShouldStartWith("already pushed ");
    }

    [Theory]
    [InlineData(Engines.Buildx)]
    [InlineData(Engines.BuildxStore)]
    public async Task What_BuildKit_refuses_fails_the_step_with_its_message(string engine)
    {
        await using var harness = await ImageHarness.Create(engines, engine);
        harness.Steps.Write("Dockerfile", "FROM scratch\nCOPY missing /\n");

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain($"could not build {harness.Reference}: ");
        result.Reason!.ShouldContain("missing");
    }

    [Theory]
    [InlineData(Engines.Buildx)]
    [InlineData(Engines.BuildxStore)]
    public async Task A_base_that_was_made_on_this_machine_is_built_on(string engine)
    {
        await using var harness = await ImageHarness.Create(engines, engine);
        harness.BuildOnMadeBase("touch made\ntar cf rootfs.tar made\n");

        var result = await harness.Image();
        var files = await harness.BuiltFiles();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        files.ShouldBe(["content", "made"]);
    }
}
