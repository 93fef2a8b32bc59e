using Nuke.Common.IO;
using Pipeline.Foundation.Git;
using Pipeline.Planning;

namespace Pipeline.Tests.Planning;

public sealed class SourceChangesTests : IAsyncLifetime
{
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("changes-").FullName;

    private AbsolutePath Root => folder / "work";

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Root);
        await GitCommand.Run(Root, ["init", "-q", "-b", "main"]);
        await Commit("auth/main.go", "a long enough text for Git to see a rename in it");
    }

    [Fact]
    public async Task Committed_and_uncommitted_changes_count_and_so_do_deleted_files()
    {
        await Commit("auth/old.go", "old");
        var since = await GitCommand.Run(Root, ["rev-parse", "HEAD"]);
        await Commit("flag/äpp with space.py", "new");
        await GitCommand.Run(Root, ["rm", "-q", "auth/old.go"]);
        await Commit("auth/other.go", "new");
        File.WriteAllText(Root / "untracked.txt", "new");

        var changes = await Read(Root, since);

        changes.Files.ShouldBe(["auth/old.go", "auth/other.go", "flag/äpp with space.py", "untracked.txt"]);
    }

    [Fact]
    public async Task A_renamed_file_counts_under_both_names()
    {
        Directory.CreateDirectory(Root / "flag");
        await GitCommand.Run(Root, ["mv", "auth/main.go", "flag/main.go"]);
        await Commit("other.txt", "");

        var changes = await Read(Root, "HEAD~1");

        changes.Files.ShouldBe(["auth/main.go", "flag/main.go", "other.txt"]);
    }

    [Fact]
    public async Task What_the_base_branch_did_meanwhile_does_not_count()
    {
        await GitCommand.Run(Root, ["switch", "-q", "-c", "feature"]);
        await Commit("flag/app.py", "new");
        await GitCommand.Run(Root, ["switch", "-q", "main"]);
        await Commit("web/index.js", "new");
        await GitCommand.Run(Root, ["switch", "-q", "feature"]);

        var changes = await Read(Root, "main");

        changes.Files.ShouldBe(["flag/app.py"]);
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000")]
    [InlineData("no-such-branch")]
    [InlineData("--output=stolen")]
    public async Task A_base_that_is_no_commit_here_leaves_the_changes_unknown(string since)
    {
        var changes = await Read(Root, since);

        changes.Unknown.ShouldBe($"{since} is not a commit of this clone: fetch it, or name another");
        changes.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_shallow_clone_that_does_not_hold_the_base_says_how_to_fetch_it()
    {
        var since = await GitCommand.Run(Root, ["rev-parse", "HEAD"]);
        await Commit("auth/main.go", "new");
        var shallow = await Shallow();

        var changes = await Read(shallow, since);

        changes.Unknown!.ShouldContain("is not in this shallow clone: fetch it (git fetch --unshallow");
    }

    [Fact]
    public async Task A_shallow_clone_with_both_ends_and_nothing_between_them_is_unknown_too()
    {
        await GitCommand.Run(Root, ["branch", "base"]);
        await Commit("auth/main.go", "ours");
        await GitCommand.Run(Root, ["switch", "-q", "base"]);
        await Commit("flag/app.py", "theirs");
        await GitCommand.Run(Root, ["switch", "-q", "main"]);
        var shallow = await Shallow("--no-single-branch");

        var changes = await Read(shallow, "origin/base");

        changes.Unknown!.ShouldStartWith("this clone is shallow and does not reach back");
    }

    [Fact]
    public async Task A_partial_clone_is_compared_without_its_remote()
    {
        await GitCommand.Run(Root, ["tag", "base"]);
        await Commit("auth/main.go", "new");
        var partial = await Partial("blob:none");

        (await Read(partial, "base")).Files.ShouldBe(["auth/main.go"]);
    }

    [Fact]
    public async Task A_partial_clone_without_folders_says_that_its_remote_has_to_answer()
    {
        await GitCommand.Run(Root, ["tag", "base"]);
        await Commit("auth/main.go", "new");
        var partial = await Partial("tree:0");

        (await Read(partial, "base")).Unknown!.ShouldStartWith("this clone is partial, and its remote does not give");
    }

    [Fact]
    public async Task Histories_without_a_common_commit_are_said_to_be_so()
    {
        await GitCommand.Run(Root, ["switch", "-q", "--orphan", "other"]);
        await Commit("flag/app.py", "new");

        var changes = await Read(Root, "main");

        changes.Unknown.ShouldBe("HEAD and main have no commit in common");
    }

    public ValueTask DisposeAsync()
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<SourceChanges> Read(AbsolutePath root, string since) =>
        await SourceChanges.Read(await PendingSource.Ask(root).Whole(), since);

    // Its remote is gone.
    private async Task<AbsolutePath> Partial(string filter)
    {
        await GitCommand.Run(Root, ["config", "uploadpack.allowFilter", "true"]);
        await GitCommand.Run(Root, ["config", "uploadpack.allowAnySHA1InWant", "true"]);
        var clone = folder / "partial";
        await GitCommand.Run(folder, ["clone", "-q", $"--filter={filter}", new Uri(Root).AbsoluteUri, clone]);
        await GitCommand.Run(clone, ["remote", "set-url", "origin", new Uri(folder / "gone").AbsoluteUri]);
        return clone;
    }

    private async Task<AbsolutePath> Shallow(params string[] options)
    {
        var clone = folder / "shallow";
        await GitCommand.Run(folder, ["clone", "-q", "--depth=1", .. options, new Uri(Root).AbsoluteUri, clone]);
        return clone;
    }

    private async Task Commit(string file, string text)
    {
        Directory.CreateDirectory((Root / file).Parent!);
        File.WriteAllText(Root / file, text);
        await GitCommand.Run(Root, ["add", "--all"]);
        await GitCommand.Run(
            Root,
            ["-c", "user.name=Test", "-c", "user.email=test@localhost", "commit", "-q", "-m", "test"]
        );
    }
}
