using Pipeline.Execution;
using Pipeline.Images;
using Pipeline.Images.Registries;

namespace Pipeline.Tests.Images;

public sealed class ImagePushTests(Engines engines)
{
    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    public async Task What_was_built_is_what_lies_in_the_registry(string engine)
    {
        await using var harness = await ImageHarness.Create(engines, engine);
        await harness.Image();

        var result = await harness.Push();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        var pushed = (await harness.Taken<PushedImage>()).Reference;
        result.Reason.ShouldBe($"pushed as {pushed.Digest}");
        var manifest = await InRegistry(harness);
        manifest.Digest.ShouldBe(pushed.Digest);
        manifest.ConfigDigest.ShouldBe((await harness.Taken<BuiltImage>()).Id);
    }

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    public async Task An_image_is_pushed_once(string engine)
    {
        await using var harness = await ImageHarness.Create(engines, engine);
        await harness.Image();
        await harness.Push();
        var first = await harness.Taken<PushedImage>();

        var result = await harness.Push();

        result.ShouldBe(StepResult.PassedWith($"already in the registry as {first.Reference.Digest}"));
        (await harness.Taken<PushedImage>()).ShouldBe(first);
    }

    [Fact]
    public async Task Another_image_under_the_tag_is_never_overwritten()
    {
        await using var theirs = await ImageHarness.Create(engines, Engines.Docker);
        await using var ours = await ImageHarness.Create(engines, Engines.Podman, theirs.Steps.Service.Name);
        await theirs.Image();
        await ours.Image();
        await theirs.Push();

        var result = await ours.Push();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("nothing was overwritten");
        (await InRegistry(ours)).Digest.ShouldBe((await theirs.Taken<PushedImage>()).Reference.Digest);
    }

    [Fact]
    public async Task Changes_that_are_in_no_commit_are_not_pushed()
    {
        await using var harness = await ImageHarness.Create(engines, Engines.Docker);
        var path = $"{harness.Steps.Service.Path}/content";
        harness.Source = harness.Source with { Changes = [path] };
        await harness.Image();

        var result = await harness.Push();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain($"commit first, or undo {path}");
    }

    [Fact]
    public async Task A_push_without_a_build_says_what_is_missing()
    {
        await using var harness = await ImageHarness.Create(engines, Engines.Docker);

        var result = await harness.Push();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("run the steps before Push first");
    }

    [Fact]
    public async Task A_registry_that_cannot_be_reached_is_named()
    {
        await using var harness = await ImageHarness.Create(engines, Engines.Docker);
        harness.Steps.Environment = harness.Steps.Environment with { Name = "develop", Registry = "127.0.0.1:1" };
        await harness.Image();

        var result = await harness.Push();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("the registry 127.0.0.1:1 cannot be reached");
    }

    private static async Task<Manifest> InRegistry(ImageHarness harness)
    {
        using var client = new RegistryClient(harness.Steps.Environment.Registry, new AnonymousLogin());
        Manifest? found = null;
        await harness.Execute(
            "Look",
            async (service, step) =>
            {
                found = await client.Find(service.Image, step.Source.Tag, step.Log, step.Cancellation);
                return StepResult.Passed;
            }
        );
        return found.ShouldNotBeNull();
    }
}
