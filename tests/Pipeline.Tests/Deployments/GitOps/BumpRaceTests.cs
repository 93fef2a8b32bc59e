using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Tests.Deployments.GitOps;

public class BumpRaceTests
{
    private static readonly string[] Eight = [.. Enumerable.Range(1, 8).Select(number => $"service{number}")];

    [Theory]
    [InlineData("file")]
    [InlineData("http")]
    public async Task Of_eight_bumps_at_once_every_one_lands(string protocol)
    {
        using var remote = await GitOpsRemote.Create(Eight);
        await using var server = new GitHttpServer(remote.Folder);
        var url = protocol == "file" ? remote.Url : $"{server.Url}gitops.git";
        var workspaces = await Task.WhenAll(Eight.Select(_ => BumpWorkspace.Create(url)));
        foreach (var workspace in workspaces)
            workspace.Services = [.. Eight.Select(ManifestCase.NewService)];

        var results = await Task.WhenAll(workspaces.Zip(Eight).Select(bumper => bumper.First.Bump(bumper.Second)));

        results.ShouldAllBe(result => result.Single().Status == StepStatus.Passed);
        (await remote.Commits()).ShouldBe(9);
        foreach (var service in Eight)
            (await remote.Read(GitOpsRemote.File(service))).ShouldContain(
                $"image: registry.example:5000/togglemaster/{service}-service:"
            );
        foreach (var workspace in workspaces)
            await workspace.DisposeAsync();
    }

    [Fact]
    public async Task An_edit_is_made_anew_on_what_another_push_has_left()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        var tag = await workspace.Git("rev-parse", "--short=7", "HEAD");
        var moved = "# moved down\n" + ImageMatchingTests.Deployment("auth", "auth", "by-hand:1");
        remote.PushOnceInBetween(GitOpsRemote.File("auth"), moved);

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Passed);
        (await remote.Read(GitOpsRemote.File("auth"))).ShouldBe(
            moved.Replace("by-hand:1", BumpWorkspace.Image("auth", tag).ToString()).TrimEnd('\n')
        );
        (await remote.Commits()).ShouldBe(3);
        workspace.Log("auth").ShouldContain("attempt 1 failed");
    }

    [Fact]
    public async Task A_race_that_is_lost_to_the_end_is_red()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        workspace.Schedule = workspace.Schedule with { Attempts = 3 };
        remote.Hook("update", "git update-ref $1 $(git commit-tree -p $2 -m other $2^{tree} </dev/null)");

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Failed);
        results.Single().Reason!.ShouldStartWith("3 attempts to push to main");
        (await remote.Read(GitOpsRemote.File("auth"))).ShouldContain("image: busybox");
    }

    [Fact]
    public async Task A_hook_that_refuses_is_final_and_its_words_are_passed_on()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        remote.Hook("pre-receive", "echo 'Deployments rest on fridays (non-fast-forward)' >&2; echo x >>asked; exit 1");

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Failed);
        results.Single().Reason!.ShouldContain("a hook of");
        results.Single().Reason!.ShouldContain("Deployments rest on fridays");
        (await File.ReadAllTextAsync(remote.Bare / "asked", TestContext.Current.CancellationToken)).ShouldBe("x\n");
    }

    [Fact]
    public async Task A_server_that_forbids_is_final()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await remote.Configure("http.receivepack", "false");
        await using var server = new GitHttpServer(remote.Folder);
        await using var workspace = await BumpWorkspace.Create($"{server.Url}gitops.git");

        var results = await workspace.Bump("auth");

        results.Single().Reason!.ShouldContain("does not let the pipeline push to main");
    }

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var server = new GitHttpServer(remote.Folder);
        await using var workspace = await BumpWorkspace.Create($"{server.Url}gitops.git");
        var requests = 0;
        server.Gate = _ => Interlocked.Increment(ref requests) <= 2 ? 503 : 200;

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Passed);
    }

    [Theory]
    [InlineData("main", "nowhere.git")]
    [InlineData("missing", "gitops.git")]
    public async Task A_repository_or_branch_that_is_not_there_is_named(string branch, string repository)
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var workspace = await BumpWorkspace.Create($"file://{remote.Folder}/{repository}", branch);

        var results = await workspace.Bump("auth");

        results
            .Single()
            .Reason!.ShouldStartWith($"file://{remote.Folder}/{repository} or its branch {branch} does not exist");
    }

    [Fact]
    public async Task An_empty_repository_is_named()
    {
        using var remote = await GitOpsRemote.Create();
        await using var workspace = await BumpWorkspace.Create(remote.Url);

        var results = await workspace.Bump("auth");

        results.Single().Reason!.ShouldContain("create it with the manifests in it");
    }

    [Theory]
    [InlineData("https://bot:made-up-token@git.example/gitops.git")]
    [InlineData("https://made-up-token@git.example/gitops.git")]
    [InlineData("ssh://git:made-up-token@git.example/gitops.git")]
    public async Task A_credential_in_an_address_is_refused_and_never_written(string address)
    {
        await using var workspace = await BumpWorkspace.Create(address);

        var results = await workspace.Bump("auth");

        results.Single().Reason!.ShouldContain("holds a credential");
        results.Single().Reason!.ShouldNotContain("made-up-token");
        Directory.Exists(workspace.Artifacts / "gitops" / "develop").ShouldBeFalse();
    }

    [Fact]
    public void Pauses_grow_by_half_and_end_at_thirty_seconds()
    {
        var schedule = new RetrySchedule();

        var pauses = Enumerable.Range(0, 9).Select(attempt => schedule.Pause(attempt, chance: 0).TotalSeconds);

        pauses.ShouldBe([1, 1.5, 2.25, 3.375, 5.0625, 7.59375, 11.390625, 17.0859375, 25.62890625], tolerance: 0.001);
        schedule.Pause(0, chance: 1).ShouldBe(TimeSpan.FromSeconds(1.5));
        schedule.Pause(9, chance: 1).ShouldBe(TimeSpan.FromSeconds(30));
    }
}
