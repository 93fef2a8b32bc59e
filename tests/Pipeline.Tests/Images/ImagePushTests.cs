using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Git;
using Pipeline.Images;
using Pipeline.Images.Building;
using Pipeline.Images.Registries;
using Pipeline.Planning;
using Pipeline.Tests.Images.Registries;

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
        var manifest = (await InRegistry(harness)).ShouldNotBeNull();
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

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    public async Task A_version_names_the_image_alone_with_its_commit_and_by_the_tag_that_moves(string engine)
    {
        await using var harness = await Numbered(engine);
        await harness.Image();

        var first = await harness.Push();
        var again = await harness.Push();

        first.Status.ShouldBe(StepStatus.Passed, first.Reason);
        var pushed = (await harness.Taken<PushedImage>()).Reference;
        pushed.Tag.ShouldBe("2023.11.1");
        first.Reason.ShouldBe($"pushed as {pushed.Digest}, 2023.11.1, 2023.11.1-{harness.Source.Tag}, develop");
        again.Reason.ShouldBe(
            $"already in the registry as {pushed.Digest}, 2023.11.1, 2023.11.1-{harness.Source.Tag}, develop"
        );
        foreach (var tag in new[] { "2023.11.1", $"2023.11.1-{harness.Source.Tag}", "develop" })
            (await InRegistry(harness, tag)).ShouldNotBeNull().Digest.ShouldBe(pushed.Digest);
        (await InRegistry(harness, harness.Source.Tag)).ShouldBeNull();
    }

    [Fact]
    public async Task The_tag_that_moves_does_not_go_back_to_an_earlier_commit()
    {
        await using var harness = await Numbered(Engines.Docker);
        harness.Steps.Service = harness.Steps.Service with { Versioning = Versioning.Sha };
        var earlier = harness.Source;
        await GitCommand.Run(
            harness.Steps.Root,
            ["-c", "user.name=S", "-c", "user.email=s@example.com", "commit", "-q", "--allow-empty", "-m", "fix: later"]
        );
        var commit = await GitCommand.Run(harness.Steps.Root, ["rev-parse", "HEAD"]);
        harness.Source = earlier with { Commit = commit, Tag = commit[..7] };
        await harness.Image();
        await harness.Push();
        var moved = await harness.Taken<PushedImage>();
        await using var again = await ImageHarness.Create(engines, Engines.Docker, harness.Steps.Service.Name);
        again.Steps.Environment = harness.Steps.Environment;
        again.Source = earlier;

        await again.Image();
        var result = await again.Push();

        result.Reason!.ShouldStartWith("pushed as");
        result.Reason!.ShouldNotContain("develop");
        again
            .Steps.Log("Push")
            .ShouldContain($"develop stays at {moved.Reference.Digest}, which is of the later commit {commit[..7]}");
        (await InRegistry(again, "develop")).ShouldNotBeNull().Digest.ShouldBe(moved.Reference.Digest);
    }

    [Fact]
    public async Task What_was_pushed_as_a_version_is_not_built_again_elsewhere()
    {
        await using var theirs = await Numbered(Engines.Docker);
        await theirs.Image();
        await theirs.Push();
        await using var ours = await ImageHarness.Create(engines, Engines.Podman, theirs.Steps.Service.Name);
        ours.Steps.Service = ours.Steps.Service with { Versioning = Versioning.Calver };
        ours.Steps.Environment = theirs.Steps.Environment;
        await GitCommand.Run(ours.Steps.Root, ["init", "-q"]);
        await GitCommand.Run(ours.Steps.Root, ["remote", "add", "origin", theirs.Steps.Root / "origin.git"]);
        ours.Source = theirs.Source with { Root = ours.Steps.Root };

        var built = await ours.Image();

        built.Reason!.ShouldStartWith("already pushed");
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
        (await InRegistry(ours))
            .ShouldNotBeNull()
            .Digest.ShouldBe((await theirs.Taken<PushedImage>()).Reference.Digest);
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

    // A service whose versions are counted by the tags of a repository of its own.
    private async Task<ImageHarness> Numbered(string engine)
    {
        var harness = await ImageHarness.Create(engines, engine);
        var root = harness.Steps.Root;
        await GitCommand.Run(root, ["init", "-q", "-b", "main"]);
        await GitCommand.Run(root, ["init", "-q", "--bare", root / "origin.git"]);
        await GitCommand.Run(root, ["remote", "add", "origin", root / "origin.git"]);
        string[] someone = ["-c", "user.name=Someone", "-c", "user.email=s@example.com", "-c", "commit.gpgsign=false"];
        await GitCommand.Run(root, [.. someone, "commit", "-q", "--allow-empty", "-m", "fix: begin"]);
        var commit = await GitCommand.Run(root, ["rev-parse", "HEAD"]);
        harness.Source = harness.Source with { Commit = commit, Tag = commit[..7] };
        harness.Steps.Service = harness.Steps.Service with { Versioning = Versioning.Calver };
        harness.Steps.Environment = harness.Steps.Environment with { Name = "develop", MovingTag = "develop" };
        return harness;
    }

    private static async Task<Manifest?> InRegistry(ImageHarness harness, string? tag = null)
    {
        using var client = new RegistryClient(harness.Steps.Environment.Registry, new AnonymousLogin());
        Manifest? found = null;
        await harness.Execute(
            "Look",
            async (service, step) =>
            {
                found = await client.Find(service.Image, tag ?? step.Source.Tag, step.Log, step.Cancellation);
                return StepResult.Passed;
            }
        );
        return found;
    }
}
