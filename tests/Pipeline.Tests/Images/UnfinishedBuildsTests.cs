using System.Runtime.Versioning;
using Nuke.Common.IO;
using Pipeline.Images.Engines;

namespace Pipeline.Tests.Images;

/// <summary>On folders as Podman 4.3 leaves them, with a stand-in that says what it would remove.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class UnfinishedBuildsTests : IDisposable
{
    private readonly AbsolutePath root = Directory.CreateTempSubdirectory("pipeline-unfinished-").FullName;
    private readonly UnfinishedBuilds builds;

    public UnfinishedBuildsTests()
    {
        var podman = root / "podman";
        File.WriteAllText(
            podman,
            $"#!/bin/sh\ncase $1 in info) echo '{root}/storage' ;; rm | rmi) echo \"$*\" >>'{root}/said' ;; *) exit 125 ;; esac\n"
        );
        File.SetUnixFileMode(podman, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        builds = new(podman, root / "artifacts");
        Directory.CreateDirectory(root / "storage/overlay-containers");
        Directory.CreateDirectory(root / "storage/overlay-images");
    }

    private string Said => File.Exists(root / "said") ? File.ReadAllText(root / "said") : "";

    [Fact]
    public async Task A_container_that_a_build_of_the_workspace_worked_in_is_removed()
    {
        Container("ours", builds.Group);

        var isClean = await builds.Remove();

        isClean.ShouldBeTrue();
        Said.ShouldBe("rm --force ours\n");
    }

    [Theory]
    [InlineData("")]
    [InlineData("pipeline-0123456789ab")]
    public async Task A_container_of_anybody_else_stays(string group)
    {
        Container("theirs", group);

        await builds.Remove();

        Said.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_container_that_was_killed_before_it_was_described_is_removed()
    {
        List("begun", "0f3e-working-container-2");

        await builds.Remove();

        Said.ShouldBe("rm --force begun\n");
    }

    [Fact]
    public async Task A_container_that_runs_stays()
    {
        List("running", "database");

        await builds.Remove();

        Said.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_image_that_was_left_without_its_manifest_is_removed()
    {
        Directory.CreateDirectory(root / "storage/overlay-images/damaged");
        Directory.CreateDirectory(root / "storage/overlay-images/whole");
        File.WriteAllText(root / "storage/overlay-images/whole/manifest", "{}");

        await builds.Remove();

        Said.ShouldBe("rmi --force damaged\n");
    }

    [Fact]
    public async Task An_image_that_somebody_else_is_writing_stays()
    {
        var image = root / "storage/overlay-images/begun";
        Directory.CreateDirectory(image);

        var removing = builds.Remove();
        // It has looked by then.
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        File.WriteAllText(image / "manifest", "{}");
        await removing;

        Said.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_ends_no_run()
    {
        File.WriteAllText(root / "storage/overlay-containers/containers.json", "[");

        (await builds.Remove()).ShouldBeFalse();
    }

    [Fact]
    public async Task Where_Podman_does_not_answer_something_may_be_left()
    {
        File.Delete(root / "podman");
        File.WriteAllText(root / "podman", "#!/bin/sh\nexit 125\n");
        File.SetUnixFileMode(root / "podman", UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (await builds.Remove()).ShouldBeFalse();
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private void Container(string name, string group)
    {
        List(name, "working-container");
        var folder = root / "storage/overlay-containers" / name / "userdata";
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            folder / "buildah.json",
            $$$"""{"CommonBuildOpts":{"CgroupParent":"{{{group}}}","Memory":0}}"""
        );
    }

    private void List(string id, string name) =>
        File.WriteAllText(
            root / "storage/overlay-containers/volatile-containers.json",
            $$"""[{"id":"{{id}}","names":["{{name}}"]}]"""
        );
}
