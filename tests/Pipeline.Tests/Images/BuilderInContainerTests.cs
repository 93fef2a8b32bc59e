using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Images.Building;
using Pipeline.Tests.Quality;

namespace Pipeline.Tests.Images;

/// <summary>The builder in a container that is made where the daemon's own builds for one platform alone.</summary>
public sealed class BuilderInContainerTests(Engines engines)
{
    [Fact]
    public async Task Where_the_daemon_builds_for_one_platform_a_builder_is_made_that_builds_for_several()
    {
        await using var harness = await ImageHarness.CreateForSeveral(engines, Engines.Buildx);
        var made = await StandIn(harness, starts: true);

        var result = await harness.Image();
        var again = await harness.Image();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        again.Reason!.ShouldStartWith("already built ");
        harness
            .Steps.Log("Image")
            .Split('\n')[0]
            .ShouldMatch(@"buildx .+, builder pipeline-v.+ \(docker-container driver\)");
        var built = await harness.Taken<BuiltImage>();
        built.Layout.ShouldNotBeNull();
        (await harness.Push()).Reason.ShouldBe($"pushed as {built.Id}");
        File.ReadAllLines(made).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_builder_that_an_earlier_run_has_made_is_used_again()
    {
        await using var earlier = await ImageHarness.CreateForSeveral(engines, Engines.Buildx);
        var made = await StandIn(earlier, starts: true);
        await earlier.Image();
        await using var later = await ImageHarness.CreateForSeveral(engines, Engines.Buildx);
        later.Steps.SearchPath = earlier.Steps.SearchPath;

        var result = await later.Image();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        File.ReadAllLines(made).Length.ShouldBe(1);
    }

    [Fact]
    public async Task For_one_platform_no_builder_is_made()
    {
        await using var harness = await ImageHarness.Create(engines, Engines.Buildx);
        var made = await StandIn(harness, starts: true);

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        File.Exists(made).ShouldBeFalse();
        harness.Steps.Log("Image").Split('\n')[0].ShouldEndWith("(docker driver)");
    }

    [Fact]
    public async Task A_builder_that_cannot_be_started_fails_the_step_with_what_to_do()
    {
        await using var harness = await ImageHarness.CreateForSeveral(engines, Engines.Buildx);
        await StandIn(harness, starts: false);

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain($", from {Buildx.BuildKit}: made up; ");
        result.Reason.ShouldEndWith("or turn on Docker's containerd image store");
    }

    [Fact]
    public async Task A_builder_that_cannot_be_made_fails_the_step_with_why()
    {
        await using var harness = await ImageHarness.CreateForSeveral(engines, Engines.Buildx);
        var real = ProgramPath.Find("docker", harness.Steps.SearchPath).ShouldNotBeNull();
        var programs = harness.Steps.Root / "programs";
        Directory.CreateDirectory(programs);
        Programs.Write(
            programs / "docker",
            $"""
            case "$*" in
              "buildx create "*) echo 'ERROR: the folder cannot be written' >&2; exit 1 ;;
              *) exec '{real}' "$@" ;;
            esac
            """
        );
        harness.Steps.SearchPath = $"{programs}{Path.PathSeparator}{harness.Steps.SearchPath}";

        var result = await harness.Image();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain(": the folder cannot be written; no builder ");
    }

    // BuildKit's image cannot be had here: in the place of a builder in a container stands a daemon that builds for
    // several platforms.
    private async Task<string> StandIn(ImageHarness harness, bool starts)
    {
        var real = ProgramPath.Find("docker", harness.Steps.SearchPath).ShouldNotBeNull();
        var store = (await engines.Start(Engines.BuildxStore)).Endpoint;
        var made = harness.Steps.Root / "made";
        Directory.CreateDirectory(harness.Steps.Root / "programs");
        Programs.Write(
            harness.Steps.Root / "programs" / "docker",
            $"""
            case "$*" in
              "buildx inspect pipeline-v0."*)
                [ "$(cat '{made}' 2>/dev/null)" = "$3" ] || exit 1 ;;
              "buildx create --name pipeline-v0."*" --driver docker-container --driver-opt image=moby/buildkit:v0."*@sha256:*)
                echo "$4" >> '{made}' ;;
              "buildx inspect --bootstrap pipeline-v0."*)
                {(
                starts ? $"[ \"$(cat '{made}')\" = \"$4\" ]" : "printf '#1 pulling\\nERROR: made up\\n' >&2; exit 1"
            )} ;;
              "buildx build --builder=pipeline-v0."*)
                [ "--builder=$(cat '{made}')" = "$3" ] && shift 3 && DOCKER_HOST={store.OriginalString} exec '{real}' buildx build "$@" ;;
              "buildx create "* | "buildx inspect --bootstrap "*)
                echo "ERROR: not as it is asked for: $*" >&2; exit 1 ;;
              *)
                exec '{real}' "$@" ;;
            esac
            """
        );
        harness.Steps.SearchPath = $"{harness.Steps.Root / "programs"}{Path.PathSeparator}{harness.Steps.SearchPath}";
        return made;
    }
}
