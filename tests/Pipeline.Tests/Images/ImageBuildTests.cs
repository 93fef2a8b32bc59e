using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Images.Building;
using Pipeline.Images.Engines;

namespace Pipeline.Tests.Images;

public sealed class ImageBuildTests(Engines engines)
{
    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    public async Task An_image_is_built_with_labels_that_tell_where_it_comes_from(string engine)
    {
        await using var harness = await ImageHarness.Create(engines, engine);

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        var built = await harness.Taken<BuiltImage>();
        var image = await harness.Inspect(harness.Reference);
        built.ShouldBe(new BuiltImage(ImageReference.Parse(harness.Reference), image.Id, IsReused: false));
        image.Labels["org.opencontainers.image.revision"].ShouldBe(harness.Source.Commit);
        image.Labels["org.opencontainers.image.created"].ShouldBe("2023-11-14T22:13:20Z");
        image.Labels["org.opencontainers.image.title"].ShouldBe($"{harness.Steps.Service.Name}-service");
        image.Labels["org.opencontainers.image.version"].ShouldBe("aaaaaaa");
        result.Reason.ShouldBe($"built {harness.Reference}, {image.Describe()}");
    }

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    public async Task An_image_of_the_same_commit_is_built_once(string engine)
    {
        await using var harness = await ImageHarness.Create(engines, engine);
        await harness.Image();
        var first = await harness.Taken<BuiltImage>();

        var result = await harness.Image();

        result.Reason!.ShouldStartWith($"already built {harness.Reference}");
        (await harness.Taken<BuiltImage>()).ShouldBe(first with { IsReused = true });
    }

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    public async Task Changes_that_are_in_no_commit_are_built_under_a_tag_of_their_own_every_time(string engine)
    {
        await using var harness = await ImageHarness.Create(engines, engine);
        harness.Source = harness.Source with { Changes = [$"{harness.Steps.Service.Path}/content"] };
        await harness.Image();
        var first = await harness.Taken<BuiltImage>();
        harness.Steps.Write("content", "changed\n");

        await harness.Image();

        var second = await harness.Taken<BuiltImage>();
        second.Reference.Tag.ShouldBe("aaaaaaa-dirty");
        second.Id.ShouldNotBe(first.Id);
        var revision = (await harness.Inspect(second.Id)).Labels["org.opencontainers.image.revision"];
        revision.ShouldBe($"{harness.Source.Commit}-dirty");
    }

    [Theory]
    [InlineData(Engines.Docker, Engines.Podman)]
    [InlineData(Engines.Podman, Engines.Docker)]
    public async Task An_image_that_was_pushed_from_elsewhere_is_pulled_and_not_built_again(string one, string other)
    {
        await using var there = await ImageHarness.Create(engines, one);
        await there.Image();
        await there.Push();
        await using var here = await ImageHarness.Create(engines, other, there.Steps.Service.Name);

        var result = await here.Image();

        result.Reason!.ShouldStartWith($"already pushed {here.Reference}");
        (await here.Taken<BuiltImage>()).Id.ShouldBe((await there.Taken<BuiltImage>()).Id);
        (await here.Push()).Reason!.ShouldStartWith("already in the registry as sha256:");
    }

    [Fact]
    public async Task An_image_of_another_commit_under_the_tag_is_refused()
    {
        await using var there = await ImageHarness.Create(engines, Engines.Docker);
        there.Source = there.Source with { Commit = $"aaaaaaa{new string('b', 33)}" };
        await there.Image();
        await there.Push();
        await using var here = await ImageHarness.Create(engines, Engines.Docker, there.Steps.Service.Name);

        var result = await here.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain($"was built from {there.Source.Commit}, not from {here.Source.Commit}");
    }

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    public async Task An_error_within_the_engines_stream_fails_the_step_with_its_message(string engine)
    {
        await using var harness = await ImageHarness.Create(engines, engine);
        harness.Steps.Write("Dockerfile", "FROM scratch\nCOPY missing /\n");

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldNotBeNull().ShouldContain($"could not build {harness.Reference}: ");
        result.Reason!.ShouldContain("missing");
        harness.Steps.Log("Image").ShouldContain("FROM scratch");
    }

    [Theory]
    [InlineData(Engines.Docker, "unknown instruction: FORM")]
    [InlineData(Engines.Podman, "no FROM statement found")]
    public async Task A_Dockerfile_that_does_not_parse_is_an_answer_of_the_engine(string engine, string said)
    {
        await using var harness = await ImageHarness.Create(engines, engine);
        harness.Steps.Write("Dockerfile", "FORM scratch\n");

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain(said);
    }

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    [InlineData(Engines.Buildx)]
    [InlineData(Engines.BuildxStore)]
    public async Task What_is_ignored_and_a_Dockerfile_from_elsewhere_do_not_get_into_the_image(string engine)
    {
        await using var harness = await ImageHarness.Create(engines, engine);
        harness.Steps.Write(".dockerignore", "*\n!content\n");
        harness.Steps.Write("secret.pem", "made up\n");
        File.Delete(harness.Steps.Service.Dockerfile!);
        File.WriteAllText(harness.Steps.Root / "shared.Dockerfile", "FROM scratch\nCOPY . /\n");
        harness.Steps.Service = harness.Steps.Service with { Dockerfile = harness.Steps.Root / "shared.Dockerfile" };

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await harness.BuiltFiles()).ShouldBe(["content"]);
    }

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    public async Task An_ignored_Dockerfile_builds_and_does_not_get_into_the_image(string engine)
    {
        await using var harness = await ImageHarness.Create(engines, engine);
        harness.Steps.Write(".dockerignore", "Dockerfile\n");

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await harness.FilesOf(harness.Reference)).ShouldBe(["content"]);
    }

    [Fact]
    public async Task A_service_without_a_Dockerfile_has_no_image_wherever_it_goes()
    {
        await using var harness = await ImageHarness.Create(engines, Engines.Docker);
        harness.Steps.Environment = harness.Steps.Environment with { Name = "production" };
        harness.Steps.Service = harness.Steps.Service with { Dockerfile = null };

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Skipped);
        result.Reason!.ShouldContain("has no Dockerfile");
        (await harness.Taken<NoImage>()).Reason.ShouldBe(result.Reason);
    }
}
