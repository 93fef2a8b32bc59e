using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Images;

namespace Pipeline.Tests.Images;

/// <summary>Services on a base image that the platform builds itself.</summary>
public sealed class OwnBaseTests(Engines engines)
{
    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Buildx)]
    [InlineData(Engines.BuildxStore)]
    [InlineData(Engines.Podman)]
    public async Task A_service_is_built_on_the_base_that_this_run_has_pushed(string engine)
    {
        await using var platform = await OwnBasePlatform.Create(engines);

        await using var run = await platform.Run(engine);

        foreach (var service in new[] { "api", "web" })
        {
            run["Push", service].Status.ShouldBe(StepStatus.Passed, run["Image", service].Reason);
            run.Before("Image", service).ShouldContain(new StepKey("Push", "runtime"));
            (await platform.FilesOf(run.Pushed(service))).ShouldBe(
                [$"{service}/Dockerfile", "os/Dockerfile", "runtime/Dockerfile"],
                ignoreOrder: true
            );
        }

        run.Before("Image", "runtime").ShouldContain(new StepKey("Push", "os"));
        run.Log("Image", "api").ShouldContain($"is {run.Built("runtime").Reference}");
    }

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.BuildxStore)]
    [InlineData(Engines.Podman)]
    public async Task A_base_and_what_is_built_on_it_are_published_by_another_job_than_the_one_that_builds_them(
        string engine
    )
    {
        await using var platform = await OwnBasePlatform.Create(engines);
        await using var built = await platform.Build(engine, "api");

        await using var published = await platform.Publish(built, "api");

        foreach (var source in new[] { "os", "runtime", "api" })
            published["Push", source]
                .Reason.ShouldBe($"pushed as {published.Pushed(source).Digest}", published["Receive", source].Reason);
        (await platform.FilesOf(published.Pushed("api"))).ShouldBe(
            ["api/Dockerfile", "os/Dockerfile", "runtime/Dockerfile"],
            ignoreOrder: true
        );
        published["Look", "api"].Reason!.ShouldContain($"@{published.Pushed("runtime").Digest}");
    }

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.BuildxStore)]
    public async Task Provenance_names_the_base_that_an_image_was_built_on_where_another_run_pushed_its_own_first(
        string engine
    )
    {
        await using var platform = await OwnBasePlatform.Create(engines);
        await using var built = await platform.Build(engine, "api");
        var own = built.Exported("runtime");
        await using var theirs = await platform.Run(Engines.Podman, "web");

        await using var published = await platform.Publish(built, "api");

        published["Receive", "runtime"].Reason!.ShouldStartWith("already pushed");
        published.Pushed("runtime").Digest.ShouldBe(theirs.Pushed("runtime").Digest);
        published.Adopted("runtime").ShouldBe(theirs.Pushed("runtime").Digest, "its signature may be on its way");
        theirs.Pushed("runtime").Digest.ShouldNotBe(own);
        published["Look", "api"].Reason!.ShouldContain($"@{own}", Case.Sensitive, published["Push", "api"].Reason);
    }

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Buildx)]
    [InlineData(Engines.BuildxStore)]
    [InlineData(Engines.Podman)]
    public async Task A_base_is_built_once_for_all_that_it_is_made_of(string engine)
    {
        await using var platform = await OwnBasePlatform.Create(engines);
        await using var first = await platform.Run(engine);
        platform.Write("services/web/page", "another commit");
        platform.Commit();

        await using var second = await platform.Run(engine, "web");

        second["Image", "os"].Reason!.ShouldStartWith("already pushed");
        second["Push", "runtime"].Reason!.ShouldStartWith("already in the registry");
        second.Pushed("runtime").ShouldBe(first.Pushed("runtime"));
        second.Pushed("web").ShouldNotBe(first.Pushed("web"));
        second["Image", "web"].Reason!.ShouldStartWith("built");
    }

    [Theory]
    [InlineData(Engines.Podman)]
    [InlineData(Engines.BuildxStore)]
    public async Task A_base_that_another_machine_has_pushed_is_taken_from_the_registry(string engine)
    {
        await using var platform = await OwnBasePlatform.Create(engines);
        await using var there = await platform.Run(Engines.Docker, "api");

        await using var here = await platform.Run(engine, "web");

        here["Image", "runtime"].Reason!.ShouldStartWith("already pushed");
        here.Pushed("runtime").Digest.ShouldBe(there.Pushed("runtime").Digest);
        here["Push", "web"].Status.ShouldBe(StepStatus.Passed, here["Image", "web"].Reason);
    }

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Buildx)]
    [InlineData(Engines.BuildxStore)]
    [InlineData(Engines.Podman)]
    public async Task What_an_image_was_built_on_is_known_by_the_digests_of_the_registry(string engine)
    {
        await using var elsewhere = await ImageHarness.Create(engines, Engines.Docker);
        await elsewhere.Image();
        await elsewhere.Push();
        var pulled = (await elsewhere.Taken<PushedImage>()).Reference;
        await using var platform = await OwnBasePlatform.Create(engines);
        platform.Write(
            "services/api/Dockerfile",
            $"FROM {platform.NameOf("runtime")}\nCOPY --from={pulled with { Digest = null }} /content /\n"
        );
        platform.Commit();

        await using var run = await platform.Run(engine, "api");

        run["Look", "api"].Reason.ShouldBe($"{run.Pushed("runtime")} {pulled}", run["Image", "api"].Reason);
    }

    [Fact]
    public async Task A_base_is_built_for_the_platforms_of_what_is_built_on_it()
    {
        await using var platform = await OwnBasePlatform.Create(engines);
        platform.Write("images/os/Dockerfile", "FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH /os/\n");
        platform.Write("images/os/amd64", "one");
        platform.Write("images/os/arm64", "other");
        platform.AddToCatalog("\nbuild: { platforms: [linux/amd64, linux/arm64] }\n");
        platform.Commit();

        await using var run = await platform.Run(Engines.BuildxStore);

        var bases = await platform.LayersOf(run.Pushed("os"));
        bases.Select(each => each.Platform).ShouldBe(["linux/amd64", "linux/arm64"]);
        bases[0].Layers.ShouldNotBe(bases[1].Layers);
        foreach (var service in new[] { "runtime", "api", "web" })
            (await platform.LayersOf(run.Pushed(service)))
                .Select(each => (each.Platform, each.Layers[0]))
                .ShouldBe(bases.Select(each => (each.Platform, each.Layers[0])), run["Image", service].Reason);
    }

    [Fact]
    public async Task A_changed_base_is_another_one_and_rebuilds_what_is_built_on_it()
    {
        await using var platform = await OwnBasePlatform.Create(engines);
        await using var first = await platform.Run(Engines.Docker);
        platform.Write("images/os/patch", "1");
        platform.Commit();

        var selected = await platform.Select([], since: "HEAD~1");
        await using var second = await platform.Run(Engines.Docker);

        selected
            .Select(one => $"{one.Source.Name}: {one.Reason}")
            .ShouldBe([
                "os: images/os/patch",
                "runtime: images/os/patch through base image os",
                "api: images/os/patch through base image runtime → base image os",
                "web: images/os/patch through base image runtime → base image os",
            ]);
        second.Pushed("runtime").Tag.ShouldNotBe(first.Pushed("runtime").Tag);
        (await platform.FilesOf(second.Pushed("api"))).ShouldContain("os/patch");
    }

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.BuildxStore)]
    public async Task Of_two_runs_that_build_a_base_at_a_time_the_first_to_push_it_has_built_it_for_both(string engine)
    {
        await using var platform = await OwnBasePlatform.Create(engines);
        OwnBaseRun? other = null;
        platform.BeforePush = async () =>
        {
            platform.BeforePush = null;
            other = await platform.Run(Engines.Podman, "web");
        };

        await using var run = await platform.Run(engine, "api");

        await using (other.ShouldNotBeNull())
        {
            run["Push", "os"]
                .Reason.ShouldBe(
                    $"another run pushed it meanwhile, as {other.Pushed("os").Digest}: that image is used"
                );
            run.Pushed("os").ShouldBe(other.Pushed("os"));
            foreach (var one in new[] { run, other })
                one["Push", "runtime"].Status.ShouldBe(StepStatus.Passed, one["Image", "runtime"].Reason);
            run.Pushed("runtime").ShouldBe(other.Pushed("runtime"));
            run["Push", "api"].Status.ShouldBe(StepStatus.Passed, run["Image", "api"].Reason);
        }
    }

    [Fact]
    public async Task What_is_built_on_a_base_that_fails_is_not_built()
    {
        await using var platform = await OwnBasePlatform.Create(engines);
        platform.Write("images/os/Dockerfile", "FROM scratch\nCOPY missing /\n");
        platform.Commit();

        await using var run = await platform.Run(Engines.Docker);

        run["Image", "os"].Status.ShouldBe(StepStatus.Failed);
        run["Image", "runtime"].ShouldBe(StepResult.Blocked("Image of os failed"));
        run["Push", "api"].ShouldBe(StepResult.Blocked("Image of os failed"));
    }

    [Fact]
    public async Task A_base_that_differs_from_the_commit_is_not_pushed_and_nothing_is_built_on_it()
    {
        await using var platform = await OwnBasePlatform.Create(engines);
        platform.Write("images/os/patch", "not committed");

        await using var run = await platform.Run(Engines.Docker, "api");

        run["Image", "os"].Reason!.ShouldContain("-dirty");
        run["Push", "os"].Reason!.ShouldContain("undo images/os/patch");
        run["Image", "api"].ShouldBe(StepResult.Blocked("Push of os failed"));
    }

    [Fact]
    public async Task A_base_that_is_named_is_built_without_what_is_built_on_it()
    {
        await using var platform = await OwnBasePlatform.Create(engines);

        (await platform.Select(["runtime"]))
            .Select(one => $"{one.Source.Name}: {one.Reason}")
            .ShouldBe(["os: runtime is built on it", "runtime: named"]);
    }
}
