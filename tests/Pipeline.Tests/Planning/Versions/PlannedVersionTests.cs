using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Planning;
using Pipeline.Planning.Versions;

namespace Pipeline.Tests.Planning.Versions;

public sealed class PlannedVersionTests : IAsyncLifetime
{
    private readonly AbsolutePath root = Directory.CreateTempSubdirectory("versions-").FullName;

    public async ValueTask InitializeAsync()
    {
        await Git("init", "-q", "-b", "main");
        await Commit("fix: begin", "services/auth/main.go");
    }

    [Fact]
    public async Task By_commit_the_tag_is_the_commits_own()
    {
        var planned = await Plan(Versioning.Sha);

        planned.ShouldBe(new((await Git("rev-parse", "HEAD"))[..7], null, IsTaken: true));
    }

    [Fact]
    public async Task The_calendar_counts_the_tags_of_the_service_alone()
    {
        await Git("tag", "auth/2023.11.3");
        await Git("tag", "flag/2023.11.8");
        await Git("tag", "2023.11.9");
        await Commit("fix: more", "services/auth/main.go");

        (await Plan(Versioning.Calver)).ShouldBe(new("2023.11.4", "auth/2023.11.4", IsTaken: false));
    }

    [Fact]
    public async Task The_calendar_goes_by_the_commits_month()
    {
        (await Plan(Versioning.Calver)).Version.ShouldBe("2023.11.1");
    }

    [Theory]
    [InlineData(Versioning.Calver, "auth/2023.11.3", "2023.11.3")]
    [InlineData(Versioning.Semver, "auth/1.4.0", "1.4.0")]
    public async Task A_commit_keeps_the_version_that_it_has(Versioning versioning, string tag, string version)
    {
        await Git("tag", tag);
        await Git("tag", "auth/1.2.0");

        (await Plan(versioning)).ShouldBe(new(version, tag, IsTaken: true));
    }

    [Theory]
    [InlineData("Rework sign-in (#12)\n\n* feat: add passkeys\n\n* fix(cookies)!: drop the old cookie", "2.0.0")]
    [InlineData("Rework sign-in (#12)\n\n- feat(web): add passkeys\n- docs: tell so", "1.1.0")]
    [InlineData("Rework sign-in (#12)\n\nnot * feat!: this", "1.0.1")]
    public async Task What_a_forge_has_squashed_counts_as_its_parts_do(string message, string version)
    {
        await Git("tag", "auth/1.0.0");
        await Commit(message, "services/auth/main.go");

        (await Plan(Versioning.Semver)).Version.ShouldBe(version);
    }

    [Theory]
    [InlineData("Rework sign-in (#12)\n\n* feat: add passkeys\n\n* fix(cookies)!: drop the old cookie", "1.0.1")]
    [InlineData("feat: rework sign-in (#12)\n\n* fix(cookies)!: drop the old cookie", "1.1.0")]
    [InlineData("fix: sign-in (#12)\n\nBREAKING CHANGE: the old cookie is gone", "1.0.1")]
    [InlineData("feat!: rework sign-in (#12)\n\n* docs: tell so", "2.0.0")]
    public async Task Where_bodies_do_not_count_the_first_line_alone_decides(string message, string version)
    {
        await Git("tag", "auth/1.0.0");
        await Commit(message, "services/auth/main.go");

        (await Plan(Versioning.Semver, bodies: false)).Version.ShouldBe(version);
    }

    [Fact]
    public async Task Commits_from_before_the_folder_was_moved_count_too()
    {
        await Commit("fix: begin", "old/auth/src/main.go");
        await Commit("fix: begin", "old/flag/src/main.go");
        await Git("rm", "-q", "-r", "services/auth");
        await Commit("fix: away", "readme.md");
        await Git("tag", "auth/1.0.0");
        await Commit("feat!: drop the first protocol", "old/auth/src/main.go");
        await Move("old/auth", "apps/auth");
        await Move("apps/auth", "services/auth");

        (await Plan(Versioning.Semver)).Version.ShouldBe("2.0.0");
    }

    [Fact]
    public async Task A_file_that_came_from_another_service_brings_none_of_its_commits()
    {
        await Commit("fix: begin", "services/flag/shared.go");
        await Commit("fix: begin", "services/flag/main.go");
        await Git("tag", "auth/1.0.0");
        await Commit("feat!: of flag", "services/flag/main.go");
        await Git("mv", "services/flag/shared.go", "services/auth/shared.go");
        await Commit("fix: move", "readme.md");

        (await Plan(Versioning.Semver)).Version.ShouldBe("1.0.1");
    }

    [Theory]
    [InlineData("auth/v1.4.0", "1.5.0")]
    [InlineData("services/auth/v1.4.0", "1.5.0")]
    [InlineData("services/flag/v1.4.0", "0.1.0")]
    public async Task The_tags_of_a_Go_module_are_continued(string tag, string version)
    {
        await Git("tag", tag);
        await Commit("feat: more", "services/auth/main.go");

        (await Plan(Versioning.Semver)).ShouldBe(new(version, $"auth/{version}", IsTaken: false));
    }

    [Fact]
    public async Task The_version_of_a_Go_module_is_that_of_its_commit()
    {
        await Git("tag", "auth/v1.4.0");

        (await Plan(Versioning.Semver)).ShouldBe(new("1.4.0", "auth/1.4.0", IsTaken: false));
    }

    [Fact]
    public async Task A_tag_that_a_person_has_made_with_a_message_counts_like_any_other()
    {
        await Git("-c", "user.name=Someone", "-c", "user.email=s@example.com", "tag", "-a", "-m", "One", "auth/1.0.0");

        (await Plan(Versioning.Semver)).ShouldBe(new("1.0.0", "auth/1.0.0", IsTaken: true));
    }

    [Fact]
    public async Task A_service_without_a_version_begins_at_0_1_0() =>
        (await Plan(Versioning.Semver)).ShouldBe(new("0.1.0", "auth/0.1.0", IsTaken: false));

    [Theory]
    [InlineData("fix: a", "docs: b", "1.4.1")]
    [InlineData("feat: a", "fix: b", "1.5.0")]
    [InlineData("feat!: a", "feat: b", "2.0.0")]
    [InlineData("Whatever", "fixup! b", "1.4.1")]
    public async Task The_greatest_change_since_the_last_tag_decides(string one, string other, string version)
    {
        await Git("tag", "auth/1.4.0");
        await Commit(one, "services/auth/main.go");
        await Commit(other, "services/auth/main.go");

        (await Plan(Versioning.Semver)).Version.ShouldBe(version);
    }

    [Fact]
    public async Task Only_commits_that_touch_what_the_service_is_made_of_decide()
    {
        await Git("tag", "auth/1.4.0");
        await Commit("feat!: another service", "services/flag/app.py");
        await Commit("fix: this one", "services/auth/main.go");

        (await Plan(Versioning.Semver)).Version.ShouldBe("1.4.1");
    }

    [Fact]
    public async Task A_path_that_the_service_depends_on_decides_too()
    {
        await Git("tag", "auth/1.4.0");
        await Commit("feat: shared", "libs/common/a.go");

        (await Plan(Versioning.Semver, "libs/common")).Version.ShouldBe("1.5.0");
    }

    [Fact]
    public async Task A_version_of_another_branch_is_neither_continued_nor_taken_again()
    {
        await Git("tag", "auth/1.4.0");
        await Git("checkout", "-q", "-b", "other");
        await Commit("feat: there", "services/auth/main.go");
        await Git("tag", "auth/1.5.0");
        await Git("checkout", "-q", "main");
        await Commit("feat: here", "services/auth/main.go");

        (await Plan(Versioning.Semver)).Version.ShouldBe("1.6.0");
    }

    [Fact]
    public async Task A_shallow_clone_tells_no_semantic_version()
    {
        await Commit("feat: more", "services/auth/main.go");
        AbsolutePath shallow = root / "shallow";
        await Git("clone", "-q", "--depth=1", $"file://{root}", shallow);

        var refusal = await Should.ThrowAsync<SourceException>(() => Plan(Versioning.Semver, at: shallow));

        refusal.Message.ShouldContain("fetch-depth: 0");
    }

    [Fact]
    public async Task A_partial_clone_tells_the_version_that_a_whole_one_tells()
    {
        await Git("tag", "auth/1.4.0");
        await Commit("feat: before the move", "services/auth/main.go");
        await Move("services/auth", "apps/auth");
        await Move("apps/auth", "services/auth");

        (await Plan(Versioning.Semver, at: await Partial())).Version.ShouldBe("1.5.0");
    }

    [Fact]
    public async Task A_partial_clone_whose_remote_is_gone_says_what_it_lacks_it_for()
    {
        await Git("tag", "auth/1.4.0");
        await File.WriteAllTextAsync(root / "services/auth/other.go", "a second file\n");
        await Commit("fix: a second file", "services/auth/other.go");
        await Git("rm", "-q", "services/auth/other.go");
        await File.WriteAllTextAsync(root / "services/auth/third.go", "another file\n");
        await Commit("feat: another file", "services/auth/third.go");
        await Commit("feat: the last", "services/auth/third.go");
        var partial = await Partial();
        await Pipeline.Foundation.Git.GitCommand.Run(partial, ["remote", "set-url", "origin", $"file://{root}/gone"]);

        var failure = await Should.ThrowAsync<Pipeline.Foundation.Git.GitException>(() =>
            Plan(Versioning.Semver, at: partial)
        );

        failure.Message.ShouldStartWith("git log ended with 128: ");
        failure.Message.ShouldEndWith("or complete the clone by \"git fetch --refetch --no-filter\"");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(root, recursive: true);
        return default;
    }

    private async Task<PlannedVersion> Plan(
        Versioning versioning,
        string? shared = null,
        AbsolutePath? at = null,
        bool bodies = true
    )
    {
        var folder = at ?? root;
        var service = new Service
        {
            Name = "auth",
            Directory = folder / "services" / "auth",
            Path = "services/auth",
            Language = new("go"),
            Context = folder / "services" / "auth",
            Image = "togglemaster/auth-service",
            SharedPaths = shared is null ? [] : [shared],
            Versioning = versioning,
        };
        var platform = new Platform
        {
            Name = "togglemaster",
            Root = folder,
            Services = [service],
            Environments = [],
            CommitBodies = bodies,
        };
        return await PlannedVersion.Of(
            platform,
            service,
            await PendingSource.Ask(folder).Whole(),
            await TakenVersions.Read(folder)
        );
    }

    private async Task<AbsolutePath> Partial()
    {
        await Git("config", "uploadpack.allowFilter", "true");
        await Git("config", "uploadpack.allowAnySHA1InWant", "true");
        AbsolutePath clone = root / "partial";
        await Git("clone", "-q", "--filter=blob:none", $"file://{root}", clone);
        return clone;
    }

    private async Task Move(string from, string to)
    {
        Directory.CreateDirectory((root / to).Parent!);
        await Git("mv", from, to);
        await Commit("chore: move", "readme.md");
    }

    private async Task Commit(string message, string file)
    {
        Directory.CreateDirectory((root / file).Parent!);
        await File.AppendAllTextAsync(root / file, "changed\n");
        await Git("add", "--all");
        await Pipeline.Foundation.Git.GitCommand.Try(
            root,
            ["-c", "commit.gpgsign=false", "commit", "-q", "-m", message],
            variables: new Dictionary<string, string?>
            {
                ["GIT_AUTHOR_NAME"] = "A Developer",
                ["GIT_AUTHOR_EMAIL"] = "developer@example.com",
                ["GIT_COMMITTER_NAME"] = "A Developer",
                ["GIT_COMMITTER_EMAIL"] = "developer@example.com",
                ["GIT_COMMITTER_DATE"] = "2023-11-14T22:13:20Z",
            }
        );
    }

    private Task<string> Git(params string[] arguments) => Pipeline.Foundation.Git.GitCommand.Run(root, arguments);
}
