using System.Globalization;
using Pipeline.Deployments;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Git;

namespace Pipeline.Tests.Deployments.GitOps;

public class BumpTests
{
    private static readonly string[] All = ["auth", "flag", "targeting"];

    [Fact]
    public async Task All_services_of_a_run_go_into_one_commit_and_no_other_byte_changes()
    {
        using var remote = await GitOpsRemote.Create(All);
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        var commit = await workspace.Git("rev-parse", "--short=7", "HEAD");

        var results = await workspace.Bump("auth", "flag");

        results.ShouldAllBe(result => result.Status == StepStatus.Passed);
        (await remote.Commits()).ShouldBe(2);
        foreach (var service in new[] { "auth", "flag" })
            (await remote.Read(GitOpsRemote.File(service))).ShouldBe(
                ImageMatchingTests
                    .Deployment(service, service, BumpWorkspace.Image(service, commit).ToString())
                    .TrimEnd('\n')
            );
        (await remote.Read(GitOpsRemote.File("targeting"))).ShouldEndWith("image: busybox");
    }

    [Fact]
    public async Task The_commit_says_what_it_deploys_to_people_and_to_machines()
    {
        using var remote = await GitOpsRemote.Create(All);
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        var commit = await workspace.Git("rev-parse", "HEAD");

        await workspace.Bump("auth", "flag");

        (await remote.Show("%s")).ShouldBe($"deploy(develop): auth {commit[..7]}, flag {commit[..7]}");
        var time = await workspace.Git("show", "--no-patch", "--format=%cI", "HEAD");
        var trailers = DeploymentTrailers.Parse(await remote.Show("%B")).ShouldHaveSingleItem();
        trailers.Action.ShouldBe(DeploymentAction.Deploy);
        trailers.Environment.ShouldBe("develop");
        trailers.Run.ShouldNotBeEmpty();
        trailers.Actor.ShouldNotBeEmpty();
        trailers.Services.ShouldBe([Deployed("auth"), Deployed("flag")]);
        // Git itself agrees that they are trailers.
        (await remote.Show("%(trailers:key=Source-Commit,valueonly,separator=%x2C)")).ShouldBe($"{commit},{commit}");

        DeployedService Deployed(string service) =>
            new(service)
            {
                Image = BumpWorkspace.Image(service, commit[..7]),
                SourceCommit = commit,
                SourceTime = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture),
            };
    }

    [Fact]
    public async Task The_bump_is_handed_over_with_its_file_commit_and_diff()
    {
        using var remote = await GitOpsRemote.Create(All);
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        var tag = await workspace.Git("rev-parse", "--short=7", "HEAD");

        await workspace.Bump("auth");

        workspace.Bumps.ShouldBe([
            new ImageBump(
                "develop",
                GitOpsRemote.File("auth"),
                await remote.Show("%H"),
                BumpWorkspace.Image("auth", tag),
                $"""
                --- a/{GitOpsRemote.File("auth")}
                +++ b/{GitOpsRemote.File("auth")}
                @@ -10 +10 @@
                -          image: busybox
                +          image: {BumpWorkspace.Image("auth", tag)}

                """
            ),
        ]);
    }

    [Fact]
    public async Task A_second_run_of_a_commit_changes_nothing_and_says_so()
    {
        using var remote = await GitOpsRemote.Create(All);
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        await workspace.Bump("auth");

        var results = await workspace.Bump("auth");

        results[0].Status.ShouldBe(StepStatus.Passed);
        results[0].Reason!.ShouldStartWith("already at ");
        (await remote.Commits()).ShouldBe(2);
        workspace.Bumps.Single().Commit.ShouldBeNull();
    }

    [Fact]
    public async Task A_service_whose_edit_is_refused_fails_alone()
    {
        using var remote = await GitOpsRemote.Create("auth", "targeting");
        await using var workspace = await BumpWorkspace.Create(remote.Url);

        var results = await workspace.Bump(All);

        results.Select(result => result.Status).ShouldBe([StepStatus.Passed, StepStatus.Failed, StepStatus.Passed]);
        results[1].Reason!.ShouldContain("no image of flag was found");
        (await remote.Commits()).ShouldBe(2);
    }

    [Fact]
    public async Task Two_services_that_claim_one_container_are_both_refused()
    {
        using var remote = await GitOpsRemote.Create();
        await remote.Commit(("gitops/manifests/all.yaml", ImageMatchingTests.Deployment("web", "app", "busybox")));
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        workspace.Services = [.. workspace.Services.Select(service => service with { Container = "app" })];

        var results = await workspace.Bump("auth", "flag");

        results.ShouldAllBe(result =>
            result.Status == StepStatus.Failed && result.Reason!.Contains("is ambiguous, it matches auth, flag")
        );
        (await remote.Commits()).ShouldBe(1);
    }

    [Fact]
    public async Task Line_endings_survive_whatever_the_repository_says_about_them()
    {
        var text = ImageMatchingTests.Deployment("auth", "auth", "busybox").Replace("\n", "\r\n");
        using var remote = await GitOpsRemote.Create();
        await remote.Commit((GitOpsRemote.File("auth"), text));
        await remote.Commit((".gitattributes", "* text=auto eol=lf\n"));
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        var tag = await workspace.Git("rev-parse", "--short=7", "HEAD");

        await workspace.Bump("auth");

        (await remote.Read(GitOpsRemote.File("auth"))).ShouldBe(
            text.Replace("busybox", BumpWorkspace.Image("auth", tag).ToString()).TrimEnd('\n', '\r')
        );
    }

    [Fact]
    public async Task A_newer_build_is_not_replaced_by_an_older_one()
    {
        using var remote = await GitOpsRemote.Create(All);
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        var older = await workspace.Git("rev-parse", "HEAD");
        var newer = await workspace.Commit();
        await workspace.Bump("auth");
        await workspace.Git("checkout", "--quiet", older);

        var results = await workspace.Bump("auth", "flag");

        results[0].Status.ShouldBe(StepStatus.Passed);
        results[0].Reason!.ShouldStartWith($"superseded by {newer[..7]}");
        (await remote.Read(GitOpsRemote.File("auth"))).ShouldContain(newer[..7]);
        (await remote.Read(GitOpsRemote.File("flag"))).ShouldContain(older[..7]);
        workspace.Bumps.Single().Reference.Repository.ShouldBe("togglemaster/flag-service");
    }

    [Theory]
    [InlineData("2026.02.2")]
    [InlineData("1.4.0")]
    public async Task A_newer_version_is_not_replaced_by_an_older_one(string version)
    {
        using var remote = await GitOpsRemote.Create(All);
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        var older = await workspace.Git("rev-parse", "HEAD");
        await workspace.Commit();
        await workspace.Git("tag", $"auth/{version}");
        await workspace.Git("clone", "--quiet", "--bare", ".", workspace.Artifacts / "origin.git");
        await workspace.Git("remote", "add", "origin", workspace.Artifacts / "origin.git");
        await workspace.Bump(["auth"], service => BumpWorkspace.Image(service, version));
        // What it says is asked of the repository that counts versions, whatever this clone has heard of.
        await workspace.Git("tag", "--delete", $"auth/{version}");
        await workspace.Git("checkout", "--quiet", older);

        var results = await workspace.Bump(["auth"], service => BumpWorkspace.Image(service, "2026.02.1"));

        results[0].Reason!.ShouldStartWith($"superseded by {version}, a later commit");
        (await remote.Read(GitOpsRemote.File("auth"))).ShouldContain(version);
    }

    [Fact]
    public async Task A_newer_build_that_a_shallow_clone_does_not_know_is_asked_for_at_its_remote()
    {
        using var remote = await GitOpsRemote.Create(All);
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        var older = await workspace.Git("rev-parse", "HEAD");
        await workspace.Git("tag", "older");
        var newer = await workspace.Commit();
        await workspace.Bump("auth");
        await workspace.BecomeShallow("older");

        var results = await workspace.Bump("auth", "flag");

        results[0].Reason!.ShouldStartWith($"superseded by {newer[..7]}");
        (await remote.Read(GitOpsRemote.File("flag"))).ShouldContain(older[..7]);
        (await workspace.Git("rev-parse", "--is-shallow-repository")).ShouldBe("true");
        await Should.ThrowAsync<GitException>(workspace.Git("cat-file", "-e", newer));
    }

    [Fact]
    public async Task A_build_that_no_one_knows_is_replaced_and_the_doubt_is_said()
    {
        using var remote = await GitOpsRemote.Create();
        await remote.Commit(
            (
                GitOpsRemote.File("auth"),
                ImageMatchingTests.Deployment("auth", "auth", "registry.example:5000/togglemaster/auth-service:aaaaaaa")
            )
        );
        await using var workspace = await BumpWorkspace.Create(remote.Url);

        var results = await workspace.Bump("auth");

        results[0].Status.ShouldBe(StepStatus.Passed);
        results[0].Reason!.ShouldContain("whether aaaaaaa is a later commit is unknown");
        (await remote.Commits()).ShouldBe(2);
    }

    [Fact]
    public async Task A_build_of_another_branch_is_replaced()
    {
        using var remote = await GitOpsRemote.Create(All);
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        var fork = await workspace.Git("rev-parse", "HEAD");
        workspace.Write("one", "");
        await workspace.Commit();
        await workspace.Bump("auth");
        await workspace.Git("checkout", "--quiet", fork);
        workspace.Write("other", "");
        var ours = await workspace.Commit();

        await workspace.Bump("auth");

        (await remote.Read(GitOpsRemote.File("auth"))).ShouldContain(ours[..7]);
    }

    [Fact]
    public async Task A_service_that_has_no_image_is_skipped_with_the_reason_and_the_others_are_bumped()
    {
        await using var workspace = await BumpWorkspace.Create();
        workspace.Write(GitOpsRemote.File("flag"), ImageMatchingTests.Deployment("flag", "flag", "busybox"));

        var results = await workspace.Bump(["auth", "flag"], pushed: ["flag"], without: "no container engine answers");

        results.Select(result => result.Status).ShouldBe([StepStatus.Skipped, StepStatus.Passed]);
        results[0].Reason.ShouldBe("no container engine answers");
    }

    [Fact]
    public async Task A_service_that_was_not_pushed_fails()
    {
        using var remote = await GitOpsRemote.Create(All);
        await using var workspace = await BumpWorkspace.Create(remote.Url);

        var results = await workspace.Bump(["auth"], pushed: []);

        results.Single().Status.ShouldBe(StepStatus.Failed);
    }

    [Theory]
    [InlineData("a1b2c3d", null)]
    [InlineData(null, "sha256:7777777777777777777777777777777777777777777777777777777777777777")]
    [InlineData("a1b2c3d", "sha256:")]
    public async Task An_image_without_tag_or_digest_is_refused(string? tag, string? digest)
    {
        using var remote = await GitOpsRemote.Create(All);
        await using var workspace = await BumpWorkspace.Create(remote.Url);

        var results = await workspace.Bump(
            ["auth"],
            service => new("registry.example", $"togglemaster/{service}-service", tag, digest)
        );

        results.Single().Reason!.ShouldContain("is not an exact image");
        (await remote.Commits()).ShouldBe(1);
    }

    [Theory]
    [InlineData("other.example:5000", "togglemaster/auth-service")]
    [InlineData("registry.example:5000", "togglemaster/flag-service")]
    [InlineData("registry.example:5000", "togglemaster/auth-service/other")]
    public async Task A_hand_over_of_another_registry_or_repository_is_refused(string registry, string repository)
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        var foreign = BumpWorkspace.Image("auth", "x1") with { Registry = registry, Repository = repository };

        var results = await workspace.Bump(["auth"], _ => foreign);

        results.Single().Status.ShouldBe(StepStatus.Failed);
        results.Single().Reason!.ShouldContain("not one of registry.example:5000/togglemaster/auth-service");
        (await remote.Commits()).ShouldBe(1);
    }
}
