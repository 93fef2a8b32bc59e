using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Versions;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Git;
using Pipeline.Planning;
using Pipeline.Planning.Versions;

namespace Pipeline.Tests.Deployments.GitOps.Versions;

public sealed class GitVersionsTests : IAsyncLifetime
{
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("claims-").FullName;
    private readonly DeploymentEnvironment cloud = new()
    {
        Name = "develop",
        Registry = "registry.example",
        GitOps = new("nowhere", "main", ""),
        Gates = [],
    };

    private AbsolutePath Remote => folder / "origin.git";

    public async ValueTask InitializeAsync()
    {
        await Git(folder, "init", "-q", "--bare", "--initial-branch=main", Remote);
        // As on another machine, where the settings of this one's user do not hold.
        await Git(Remote, "config", "core.hooksPath", "hooks");
        await Git(folder, "clone", "-q", Remote, folder / "one");
        await Commit("one", "Begin");
        await Git(folder / "one", "push", "-q", "origin", "HEAD:main");
        await Git(folder, "clone", "-q", Remote, folder / "two");
    }

    [Theory]
    [InlineData(Versioning.Calver, "2023.11.1")]
    [InlineData(Versioning.Semver, "0.1.0")]
    public async Task A_version_is_taken_by_the_tag_that_says_so(Versioning versioning, string version)
    {
        var taken = await Take("one", versioning);

        taken.ShouldBe(new(version, $"auth/{version}", IsTaken: true));
        (await TagsOfRemote()).ShouldBe([(await Head("one"), $"auth/{version}")]);
    }

    [Theory]
    [InlineData(Versioning.Calver)]
    [InlineData(Versioning.Semver)]
    public async Task The_same_commit_takes_the_same_version_again(Versioning versioning)
    {
        var first = await Take("one", versioning);

        (await Take("one", versioning)).ShouldBe(first);
        // Of another clone, which has not heard of the tag.
        (await Take("two", versioning)).ShouldBe(first);
        (await TagsOfRemote()).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData(Versioning.Calver)]
    [InlineData(Versioning.Semver)]
    public async Task Runs_that_race_never_take_the_same_version(Versioning versioning)
    {
        const int Runs = 6;
        for (var run = 0; run < Runs; run++)
        {
            await Git(folder, "clone", "-q", Remote, folder / $"run{run}");
            await Commit($"run{run}", $"feat: {run}");
        }

        var taken = await Task.WhenAll(Enumerable.Range(0, Runs).Select(run => Take($"run{run}", versioning)));

        taken.Select(version => version.Version).ShouldBeUnique();
        var tags = await TagsOfRemote();
        tags.Length.ShouldBe(Runs);
        foreach (var (run, version) in taken.Index())
            tags.ShouldContain((await Head($"run{run}"), version.GitTag!));
    }

    [Fact]
    public async Task A_number_that_is_taken_between_look_and_push_is_left_to_who_has_it()
    {
        await Commit("two", "fix: two");
        // The server makes the tag for another as soon as ours is on its way.
        Hook($"test -e taken && exit 0\ntouch taken\ngit update-ref refs/tags/auth/2023.11.1 {await Head("one")}\n");

        var taken = await Take("two", Versioning.Calver);

        taken.Version.ShouldBe("2023.11.2");
        (await TagsOfRemote()).ShouldBe([(await Head("one"), "auth/2023.11.1"), (await Head("two"), "auth/2023.11.2")]);
    }

    [Fact]
    public async Task The_clone_knows_the_tag_too()
    {
        await Take("one", Versioning.Calver);

        (await TakenVersions.Read(folder / "one")).CommitOf("auth/2023.11.1").ShouldBe(await Head("one"));
    }

    [Fact]
    public async Task A_shallow_clone_counts_by_the_calendar_as_well()
    {
        await Take("one", Versioning.Calver);
        await Commit("two", "fix: two");
        await Git(folder / "two", "push", "-q", "origin", "HEAD:main");
        await Git(folder, "clone", "-q", "--depth=1", "--no-tags", $"file://{Remote}", folder / "shallow");

        (await Take("shallow", Versioning.Calver)).Version.ShouldBe("2023.11.2");
    }

    [Fact]
    public async Task A_remote_that_refuses_is_quoted()
    {
        Hook("echo tags are made by releases >&2\nexit 1\n");

        var result = await Run("one", Versioning.Calver, cloud);

        result.Result.Status.ShouldBe(StepStatus.Failed);
        result.Result.Reason!.ShouldStartWith(
            "no version was taken: a hook of the sources' repository refused the tag"
        );
        result.Result.Reason.ShouldContain("tags are made by releases");
    }

    [Fact]
    public async Task A_clone_without_a_remote_says_what_to_do()
    {
        await Git(folder / "one", "remote", "remove", "origin");

        var result = await Run("one", Versioning.Calver, cloud);

        result.Result.Status.ShouldBe(StepStatus.Failed);
        result.Result.Reason!.ShouldContain("add it with \"git remote add\", or set \"versioning: sha\"");
    }

    [Fact]
    public async Task A_local_environment_counts_beside_the_run_and_leaves_the_remote_as_it_is()
    {
        var local = cloud with { IsLocal = true };
        await Git(folder / "one", "tag", "auth/2023.11.1", "HEAD");
        await Commit("one", "fix: more");

        var first = await Run("one", Versioning.Calver, local);
        var second = await Run("one", Versioning.Calver, local);
        await Commit("one", "fix: still more");
        var third = await Run("one", Versioning.Calver, local);

        first.Version!.Version.ShouldBe("2023.11.2");
        second.Version.ShouldBe(first.Version);
        third.Version!.Version.ShouldBe("2023.11.3");
        (await TagsOfRemote()).ShouldBeEmpty();
        (await Git(folder / "one", "tag")).ShouldBe("auth/2023.11.1");
    }

    [Fact]
    public async Task A_local_version_of_a_commit_that_is_gone_stays_taken()
    {
        var local = cloud with { IsLocal = true };
        await Run("one", Versioning.Calver, local);
        await Commit("one", "fix: to be amended");
        await Run("one", Versioning.Calver, local);
        await Git(folder / "one", "reset", "--quiet", "--hard", "HEAD~1");
        await Git(folder / "one", "reflog", "expire", "--expire=now", "--all");
        await Git(folder / "one", "gc", "--quiet", "--prune=now");
        await Commit("one", "fix: amended");

        var (result, version) = await Run("one", Versioning.Calver, local);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        version!.Version.ShouldBe("2023.11.3");
    }

    [Fact]
    public async Task By_commit_no_repository_is_asked()
    {
        await Git(folder / "one", "remote", "remove", "origin");

        (await Take("one", Versioning.Sha)).Version.ShouldBe((await Head("one"))[..7]);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return default;
    }

    private async Task<PlannedVersion> Take(string clone, Versioning versioning)
    {
        var (result, version) = await Run(clone, versioning, cloud);
        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        return version!;
    }

    private async Task<(StepResult Result, PlannedVersion? Version)> Run(
        string clone,
        Versioning versioning,
        DeploymentEnvironment environment
    )
    {
        var root = folder / clone;
        var service = ManifestCase.NewService("auth") with
        {
            Versioning = versioning,
            Directory = root,
            Path = ".",
            Context = root,
        };
        await using var run = new PipelineRun(
            new()
            {
                Platform = new()
                {
                    Name = "togglemaster",
                    Root = root,
                    Services = [service],
                    Environments = [environment],
                },
                Environment = environment,
                Source = await PendingSource.Ask(root).Whole(),
                Selected = [service],
                Artifacts = folder / "artifacts" / clone,
            },
            () => [],
            []
        );
        PlannedVersion? version = null;
        StepResult? result = null;
        await new StepExecution(run.Options, TestContext.Current.CancellationToken).Run(
            new(
                "Push",
                async contexts =>
                {
                    version = await new GitVersions().Take(service, contexts[0]);
                    return [StepResult.Passed];
                },
                Together: false
            ),
            [new StepContext(run, new("Push", service.Name), service)],
            (step, _) => result = step.Result
        );
        return (result!, version);
    }

    private async Task Commit(string clone, string message)
    {
        var made = await Pipeline.Foundation.Git.GitCommand.Try(
            folder / clone,
            ["-c", "commit.gpgsign=false", "commit", "-q", "--allow-empty", "-m", message],
            variables: new Dictionary<string, string?>
            {
                ["GIT_AUTHOR_NAME"] = clone,
                ["GIT_AUTHOR_EMAIL"] = "developer@example.com",
                ["GIT_COMMITTER_NAME"] = clone,
                ["GIT_COMMITTER_EMAIL"] = "developer@example.com",
                ["GIT_COMMITTER_DATE"] = "2023-11-14T22:13:20Z",
            }
        );
        made.ExitCode.ShouldBe(0, made.StandardError);
    }

    private void Hook(string script)
    {
        var hook = Remote / "hooks" / "update";
        File.WriteAllText(hook, $"#!/bin/sh\n{script}");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<(string Commit, string Name)[]> TagsOfRemote() =>
        [
            .. (await Git(Remote, "for-each-ref", "--format=%(objectname) %(refname:strip=2)", "refs/tags"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => (line.Split(' ')[0], line.Split(' ')[1])),
        ];

    private Task<string> Head(string clone) => Git(folder / clone, "rev-parse", "HEAD");

    private static Task<string> Git(AbsolutePath directory, params string[] arguments) =>
        Pipeline.Foundation.Git.GitCommand.Run(directory, arguments);
}
