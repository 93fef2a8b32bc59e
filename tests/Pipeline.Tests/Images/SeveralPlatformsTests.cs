using Pipeline.Execution.Steps;
using Pipeline.Images.Building;
using Pipeline.Images.Layouts;
using Pipeline.Images.Registries;
using Pipeline.Tests.Images.Registries;

namespace Pipeline.Tests.Images;

/// <summary>Images that are built for several platforms at once, into the folder of a layout.</summary>
public sealed class SeveralPlatformsTests(Engines engines)
{
    [Fact]
    public async Task An_image_of_several_platforms_is_one_digest_through_scan_and_push()
    {
        await using var harness = await ImageHarness.CreateForSeveral(engines, Engines.BuildxStore);
        var scanned = new List<(string? Platform, string Architecture, string Content)>();

        var result = await harness.Image();
        await harness.Scan(async archive =>
        {
            var image = await SavedImage.Read(archive);
            scanned.Add((archive.Platform, image.Architecture, image.Text("content")));
        });
        var pushed = await harness.Push();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        result.Reason!.ShouldEndWith(", linux/amd64, linux/arm64");
        var built = await harness.Taken<BuiltImage>();
        var name = $"{harness.Steps.Service.Name}\n";
        scanned.ShouldBe([("linux/amd64", "amd64", name), ("linux/arm64", "arm64", name)], harness.Steps.Log("Image"));
        pushed.ShouldBe(StepResult.PassedWith($"pushed as {built.Id}"));
        var index = (await Find(harness, built.Id)).ShouldNotBeNull();
        index.MediaType.ShouldBe(ManifestContent.IndexType);
        index.Manifests.Length.ShouldBe(2);
        foreach (var platform in index.Manifests)
            (await Find(harness, platform.Digest)).ShouldNotBeNull().Blobs.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_image_of_several_platforms_is_built_once()
    {
        await using var harness = await ImageHarness.CreateForSeveral(engines, Engines.BuildxStore);
        await harness.Image();
        var first = await harness.Taken<BuiltImage>();

        var result = await harness.Image();

        result.Reason!.ShouldStartWith($"already built {harness.Reference}");
        (await harness.Taken<BuiltImage>()).ShouldBe(first with { IsReused = true });
    }

    [Theory]
    [InlineData(Engines.BuildxStore)]
    [InlineData(Engines.Podman)]
    public async Task An_image_of_several_platforms_that_was_pushed_from_elsewhere_is_taken_whole(string engine)
    {
        await using var there = await ImageHarness.CreateForSeveral(engines, Engines.BuildxStore);
        await there.Image();
        await there.Push();
        await using var here = await ImageHarness.CreateForSeveral(engines, engine, there.Steps.Service.Name);

        var result = await here.Image();

        result.Reason!.ShouldStartWith($"already pushed {here.Reference}");
        var digest = (await there.Taken<BuiltImage>()).Id;
        (await here.Taken<BuiltImage>()).Id.ShouldBe(digest);
        (await here.Push()).Reason.ShouldBe($"already in the registry as {digest}");
    }

    [Fact]
    public async Task A_commit_that_was_pushed_for_another_is_not_taken_for_it()
    {
        await using var there = await ImageHarness.CreateForSeveral(engines, Engines.BuildxStore);
        there.Source = there.Source with { Commit = $"aaaaaaa{new string('b', 33)}" };
        await there.Image();
        await there.Push();
        await using var here = await ImageHarness.CreateForSeveral(
            engines,
            Engines.BuildxStore,
            there.Steps.Service.Name
        );

        var result = await here.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain($"was built from {there.Source.Commit}, not from {here.Source.Commit}");
    }

    [Theory]
    [InlineData(Engines.Docker, "install docker buildx")]
    [InlineData(Engines.Podman, "use Docker with buildx")]
    public async Task Where_several_platforms_cannot_be_built_none_is_in_silence(string engine, string remedy)
    {
        await using var single = await ImageHarness.Create(engines, engine);
        await single.Image();
        await using var several = await ImageHarness.CreateForSeveral(engines, engine, single.Steps.Service.Name);

        var result = await several.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith($"{several.Reference} is to be built for linux/amd64 and linux/arm64, and ");
        result.Reason!.ShouldContain(remedy);
    }

    [Fact]
    public async Task A_folder_that_was_changed_since_is_neither_scanned_nor_pushed()
    {
        await using var harness = await ImageHarness.CreateForSeveral(engines, Engines.BuildxStore);
        await harness.Image();
        var layout = harness.Steps.Root / "artifacts" / (await harness.Taken<BuiltImage>()).Layout!;
        var image = ImageLayout.Find(layout).ShouldNotBeNull().Images[1];
        File.WriteAllText(ImageLayout.FileOf(layout, image.Layers.First().Digest), "another");

        var scan = await harness.Scan(_ => Task.CompletedTask);
        var push = await harness.Push();

        scan.Status.ShouldBe(StepStatus.Failed);
        scan.Reason!.ShouldContain("is not what was built");
        push.Status.ShouldBe(StepStatus.Failed);
        push.Reason!.ShouldContain("is not what was built");
        (await Find(harness, harness.Source.Tag)).ShouldBeNull();
    }

    private static async Task<ManifestContent?> Find(ImageHarness harness, string name)
    {
        using var client = new RegistryClient(harness.Steps.Environment.Registry, new AnonymousLogin());
        return await client.FindManifest(
            harness.Steps.Service.Image,
            name,
            null,
            TestContext.Current.CancellationToken
        );
    }
}
