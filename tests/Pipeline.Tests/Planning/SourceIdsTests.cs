using Nuke.Common.IO;
using Pipeline.Planning;
using Pipeline.Tests.Execution.Cache;

namespace Pipeline.Tests.Planning;

public sealed class SourceIdsTests : IDisposable
{
    private readonly GitFolder repository = new("auth/main.go", "auth/lib/a.go", "flag/app.py", "go.work", "README.md");

    [Fact]
    public async Task A_clean_folder_has_the_name_that_Git_gives_it() =>
        (await Id("auth")).ShouldBe($"40000 {repository.Git("rev-parse", "HEAD:auth")}");

    [Fact]
    public async Task A_clean_file_has_the_name_that_Git_gives_it() =>
        (await Id("auth/main.go")).ShouldBe($"100644 {repository.Git("rev-parse", "HEAD:auth/main.go")}");

    [Fact]
    public async Task The_root_has_the_name_that_Git_gives_it() =>
        (await Id(".")).ShouldBe($"40000 {repository.Git("rev-parse", "HEAD^{tree}")}");

    [Fact]
    public async Task What_is_not_committed_has_the_name_that_it_has_once_it_is()
    {
        repository.Write("auth/main.go", "package changed");
        repository.Write("auth/lib.go", "sorts before the folder lib");
        repository.Write("auth/new/deep/ż.go", "package deep");
        repository.Write("auth/run.sh", "#!/bin/sh");
        GitFolder.MakeExecutable(repository.Root / "auth/run.sh");
        File.Delete(repository.Root / "auth/lib/a.go");
        File.CreateSymbolicLink(repository.Root / "auth/link", "main.go");

        var before = await Id("auth");
        repository.Commit();

        before.ShouldBe($"40000 {repository.Git("rev-parse", "HEAD:auth")}");
        (await Id("auth")).ShouldBe(before);
    }

    [Fact]
    public async Task A_repository_that_names_objects_by_sha256_is_understood()
    {
        using var modern = new GitFolder(["--object-format=sha256"], "auth/main.go");
        modern.Write("auth/main.go", "package changed");

        var before = await Id(modern, "auth");
        modern.Commit();

        before.ShouldBe($"40000 {modern.Git("rev-parse", "HEAD:auth")}");
    }

    [Theory]
    [InlineData("a changed file")]
    [InlineData("a new file")]
    [InlineData("a deleted file")]
    [InlineData("a renamed file")]
    [InlineData("a file that may be run")]
    [InlineData("a file that becomes a link")]
    [InlineData("a file that becomes a folder")]
    public async Task Each_change_gives_another_name_to_its_folder_and_to_no_other(string change)
    {
        var (auth, flag) = (await Id("auth"), await Id("flag"));
        string main = repository.Root / "auth/main.go";
        switch (change)
        {
            case "a changed file":
                repository.Write("auth/main.go", "package changed");
                break;
            case "a new file":
                repository.Write("auth/other.go", "package main");
                break;
            case "a deleted file":
                File.Delete(main);
                break;
            case "a renamed file":
                File.Move(main, repository.Root / "auth/renamed.go");
                break;
            case "a file that may be run":
                GitFolder.MakeExecutable(main);
                break;
            case "a file that becomes a link":
                File.Move(main, repository.Root / "elsewhere.go");
                File.CreateSymbolicLink(main, "../elsewhere.go");
                break;
            default:
                File.Delete(main);
                repository.Write("auth/main.go/inner.go", "package main");
                break;
        }

        (await Id("auth")).ShouldNotBe(auth);
        (await Id("auth")).ShouldNotBeNull();
        (await Id("flag")).ShouldBe(flag);
    }

    [Fact]
    public async Task A_folder_of_which_all_files_are_deleted_has_no_name()
    {
        Directory.Delete(repository.Root / "auth", recursive: true);

        (await Id("auth")).ShouldBeNull();
    }

    [Fact]
    public async Task What_Git_ignores_does_not_matter()
    {
        repository.Write(".gitignore", "bin/\n");
        repository.Commit();
        var before = await Id("auth");

        repository.Write("auth/bin/auth", "made of it");

        (await Id("auth")).ShouldBe(before);
        (await Id("auth/bin")).ShouldBeNull();
    }

    [Fact]
    public async Task What_holds_a_repository_of_its_own_cannot_be_named()
    {
        using var inner = new GitFolder("inner.go");
        inner.CopyTo(repository.Root / "auth/inner");

        (await Id("auth")).ShouldBeNull();
        (await Id("flag")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_link_is_not_named_in_the_place_of_what_it_leads_to()
    {
        Directory.CreateSymbolicLink(repository.Root / "alias", "auth");
        repository.Commit();

        (await Id("alias")).ShouldBeNull();
        (await Id("alias/main.go")).ShouldBeNull();
    }

    [Fact]
    public async Task A_path_outside_of_the_work_tree_cannot_be_named() => (await Id("../elsewhere")).ShouldBeNull();

    [Theory]
    [InlineData("go.work", true)]
    [InlineData(".editorconfig", true)]
    [InlineData("pyproject.toml", true)]
    [InlineData("README.md", false)]
    [InlineData("flag/pyproject.toml", false)]
    [InlineData("auth/go.mod", false)]
    public async Task Settings_above_a_folder_are_those_that_tools_look_for_there(string file, bool counts)
    {
        var before = await Settings();
        repository.Write(file, "changed");

        var changed = await Settings();
        repository.Commit();

        (changed != before).ShouldBe(counts);
        (await Settings()).ShouldBe(changed);
    }

    public void Dispose() => repository.Dispose();

    private Task<string?> Id(string path) => Id(repository, path);

    private static async Task<string?> Id(GitFolder repository, string path)
    {
        using var ids = new SourceIds(await PendingSource.Ask(repository.Root).Whole());
        return ids.Of(Path.GetFullPath(path, repository.Root));
    }

    private async Task<string?> Settings()
    {
        using var ids = new SourceIds(await PendingSource.Ask(repository.Root).Whole());
        return ids.SettingsAbove(repository.Root / "auth");
    }
}
