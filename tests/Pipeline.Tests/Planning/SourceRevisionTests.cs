using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Git;
using Pipeline.Planning;

namespace Pipeline.Tests.Planning;

public sealed class SourceRevisionTests : IAsyncLifetime
{
    private readonly AbsolutePath root = Directory.CreateTempSubdirectory("source-").FullName;

    public async ValueTask InitializeAsync() => await GitCommand.Run(root, ["init", "-q", "-b", "main"]);

    [Fact]
    public async Task What_runs_write_is_no_change_whatever_gitignore_says()
    {
        await Commit("auth/main.go");
        IgnoredFolder.Create(root / "artifacts");
        IgnoredFolder.Create(root / ".nuke" / "temp");
        foreach (var file in (string[])["artifacts/run.lock", ".nuke/temp/build.log", ".nuke/build.schema.json"])
            await File.WriteAllTextAsync(root / file, "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(root / ".nuke" / "parameters.json", "", TestContext.Current.CancellationToken);

        (await PendingSource.Ask(root).Whole()).Changes.ShouldBe([".nuke/parameters.json"]);
    }

    [Fact]
    public async Task The_commit_names_the_images_and_dates_them()
    {
        var commit = await Commit("auth/main.go");

        var source = await PendingSource.Ask(root).Whole();

        source.Commit.ShouldBe(commit);
        source.Tag.ShouldBe(commit[..7]);
        source.Branch.ShouldBe("main");
        source.Time.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        source.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repository_without_a_commit_says_so()
    {
        var refusal = await Should.ThrowAsync<SourceException>(() => PendingSource.Ask(root).Whole());

        refusal.Message.ShouldContain("has no commit yet");
    }

    [Fact]
    public async Task A_folder_outside_a_repository_says_so()
    {
        var outside = Directory.CreateTempSubdirectory("outside-").FullName;

        var refusal = await Should.ThrowAsync<SourceException>(() => PendingSource.Ask(outside).Whole());

        refusal.Message.ShouldContain("is not in a Git work tree");
        Directory.Delete(outside);
    }

    [Fact]
    public async Task A_detached_head_has_no_branch()
    {
        await Commit("auth/main.go");
        await GitCommand.Run(root, ["checkout", "-q", "--detach"]);

        var source = await PendingSource.Ask(root).Whole();

        source.Branch.ShouldBeNull();
    }

    [Fact]
    public async Task A_checkout_that_is_known_to_be_clean_is_not_compared_with_its_commit()
    {
        await Commit("auth/main.go");
        File.WriteAllText(root / "auth/main.go", "changed");

        var source = await SourceRevision.ReadCommit(root);

        source.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Changed_deleted_and_new_files_count_for_the_service_they_belong_to()
    {
        await Commit("auth/main.go", "auth/old.go", "flag/app.py", "lib/shared.go");
        File.WriteAllText(root / "auth/main.go", "changed");
        File.Delete(root / "auth/old.go");
        File.WriteAllText(root / "auth/näme with space.go", "new");
        File.WriteAllText(root / "lib/shared.go", "changed");

        var source = await PendingSource.Ask(root).Whole();

        var auth = Service("auth") with { SharedPaths = ["lib"] };
        var flag = Service("flag");
        var platform = new Platform
        {
            Name = "shop",
            Root = root,
            Services = [auth, flag],
            Environments = [],
        };
        source
            .ChangesOf(platform, auth)
            .ShouldBe(["auth/main.go", "auth/näme with space.go", "auth/old.go", "lib/shared.go"], ignoreOrder: true);
        source.ChangesOf(platform, flag).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_reaches_a_service_through_everything_that_its_image_is_made_of()
    {
        await Commit("auth/main.go", "web/main.go", "lib/main.go", "images/python/build-rootfs.sh", "other/main.go");
        File.WriteAllText(root / "lib/main.go", "changed");
        File.WriteAllText(root / "images/python/build-rootfs.sh", "changed");
        File.WriteAllText(root / "other/main.go", "changed");

        var source = await PendingSource.Ask(root).Whole();

        var auth = Service("auth") with { DependsOn = ["web"], Dockerfile = root / "auth/Dockerfile" };
        var platform = new Platform
        {
            Name = "shop",
            Root = root,
            Services = [auth, Service("web") with { DependsOn = ["lib"] }, Service("lib") with { DependsOn = ["web"] }],
            Environments = [],
            Bases = [new("python", "python@sha256:00", "PYTHON_IMAGE", root / "images/python")],
        };
        source.ChangesOf(platform, auth).ShouldBe(["images/python/build-rootfs.sh", "lib/main.go"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_changed_service_does_not_look_clean_through_a_link()
    {
        await Commit("auth/main.go");
        File.WriteAllText(root / "auth/main.go", "changed");
        AbsolutePath link = root + "-link";
        Directory.CreateSymbolicLink(link, root);

        var source = await PendingSource.Ask(link).Whole();

        var platform = new Platform
        {
            Name = "shop",
            Root = link,
            Services = [],
            Environments = [],
        };
        var changes = source.ChangesOf(
            platform,
            Service("auth") with
            {
                Directory = link / "auth",
                Context = link / "auth",
            }
        );
        Directory.Delete(link);
        changes.ShouldBe(["auth/main.go"]);
    }

    [Fact]
    public async Task An_ignored_file_is_no_change()
    {
        File.WriteAllText(root / ".gitignore", "bin/\n");
        await Commit(".gitignore");
        Directory.CreateDirectory(root / "bin");
        File.WriteAllText(root / "bin/auth", "");

        var source = await PendingSource.Ask(root).Whole();

        source.Changes.ShouldBeEmpty();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private Service Service(string path) =>
        new()
        {
            Name = path,
            Directory = root / path,
            Path = path,
            Language = new("go"),
            Context = root / path,
            Image = path,
        };

    private async Task<string> Commit(params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory((root / file).Parent!);
            File.AppendAllText(root / file, "");
        }

        await GitCommand.Run(root, ["add", "--all"]);
        await GitCommand.Try(
            root,
            ["-c", "user.name=Test", "-c", "user.email=test@localhost", "commit", "-q", "-m", "test"],
            variables: new Dictionary<string, string?> { ["GIT_COMMITTER_DATE"] = "@1700000000 +0000" }
        );
        return await GitCommand.Run(root, ["rev-parse", "HEAD"]);
    }
}
