using Pipeline.Catalog;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;
using Pipeline.Tests.Deployments.GitOps.Promotions;

namespace Pipeline.Tests.Deployments.GitOps.PullRequests;

// Where GitHub is, the environment of the process says: the tests of this class run one after another.
public sealed class PullRequestTests : IAsyncLifetime
{
    private const string Branch = "promote/qa/auth";

    private PromotionWorkspace workspace = null!;
    private FakeGitHub forge = null!;
    private ImageReference image = null!;

    public async ValueTask InitializeAsync()
    {
        workspace = await PromotionWorkspace.Create();
        forge = new(workspace.Remote.Bare);
        Environment.SetEnvironmentVariable("GITHUB_API_URL", forge.Url);
        Environment.SetEnvironmentVariable("MADE_UP_TOKEN", FakeGitHub.Token);
        workspace.Change(
            "qa",
            qa =>
                qa with
                {
                    Promotion = Promotion.PullRequest,
                    PullRequests = new()
                    {
                        Repository = "togglemaster/gitops",
                        TokenVariable = "MADE_UP_TOKEN",
                        Reviewers = ["jane"],
                        TeamReviewers = ["platform"],
                        Labels = ["promotion"],
                    },
                }
        );
        await workspace.Commit("First");
        image = await workspace.Deliver();
    }

    [Fact]
    public async Task A_promotion_opens_a_pull_request_with_reviewers_and_labels_and_leaves_the_branch()
    {
        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        var request = forge.PullRequests.ShouldHaveSingleItem();
        result.Reason!.ShouldStartWith($"opened {forge.Url}/togglemaster/gitops/pull/1: develop → qa");
        (request.Title, request.Head, request.Base).ShouldBe(($"promote(auth): qa → {image.Tag}", Branch, "main"));
        request.Reviewers.ShouldBe(["jane"]);
        request.Teams.ShouldBe(["platform"]);
        request.Labels.ShouldBe(["promotion"]);
        (await workspace.Running("qa")).ShouldBe("busybox");
        (await Proposed()).ShouldContain($"image: {image}");
    }

    [Fact]
    public async Task The_text_lists_the_commits_since_the_last_promotion_the_change_and_the_checks()
    {
        await workspace.Promote("qa");
        await forge.Merge(forge.PullRequests[0]);
        var second = await workspace.Commit("Mend `the` login of @everyone\n\nA body.");
        await workspace.Commit("Elsewhere", "services/flag/main.go");
        await workspace.Commit("Third");
        await workspace.Deliver();

        await workspace.Promote("qa");

        var body = forge.PullRequests[1].Body;
        body.ShouldContain(
            $"```\n{await workspace.Tag()}  Third  (A Developer)\n{second[..7]}  Mend `the` login of @everyone  (A Developer)\n```"
        );
        body.ShouldNotContain("First");
        body.ShouldNotContain("Elsewhere");
        body.ShouldContain($"-          image: {image}");
        body.ShouldContain("⚪ `` health in develop: not checked");
        body.ShouldContain("✅ ");
        DeploymentTrailers.Parse(body).Single().Environment.ShouldBe("qa");
    }

    [Fact]
    public async Task A_second_call_finds_the_same_pull_request_and_bothers_nobody()
    {
        await workspace.Promote("qa");
        var commit = await Tip();

        var result = await workspace.Promote("qa");

        result.Reason!.ShouldStartWith("updated ");
        forge.PullRequests.ShouldHaveSingleItem().Asked.ShouldBe(1);
        (await Tip()).ShouldBe(commit);
    }

    [Fact]
    public async Task A_newer_image_or_a_moved_base_goes_into_the_same_pull_request()
    {
        await workspace.Promote("qa");
        await workspace.Commit();
        var newer = await workspace.Deliver();

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        var request = forge.PullRequests.ShouldHaveSingleItem();
        request.Title.ShouldBe($"promote(auth): qa → {newer.Tag}");
        request.Asked.ShouldBe(2);
        (await Proposed()).ShouldContain($"image: {newer}");
        (await Query("rev-list", "--count", $"main..{Branch}")).ShouldBe("1");
        (await Query("rev-list", "--count", $"{Branch}..main")).ShouldBe("0");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_merged_counts_as_delivered_once_and_from_the_merge_on(bool squash)
    {
        await workspace.Promote("qa");

        await (squash ? forge.Squash(forge.PullRequests[0]) : forge.Merge(forge.PullRequests[0]));

        (await workspace.Running("qa")).ShouldBe($"{image}");
        (await workspace.Promote("qa")).Reason!.ShouldStartWith("already at");
        var log = await Query("log", "-z", "--format=%H%n%P%n%ct%n%B", "main");
        var deployment = DeploymentHistory.Parse(log).Of("auth", "qa").ShouldHaveSingleItem();
        deployment.Commit.ShouldBe(await Query("rev-parse", "main"));
        deployment.Service.Image.ShouldBe(image);
    }

    [Fact]
    public async Task After_one_was_merged_the_next_promotion_opens_another_from_the_same_branch()
    {
        await workspace.Promote("qa");
        await forge.Merge(forge.PullRequests[0]);
        await workspace.Commit();
        await workspace.Deliver();

        var result = await workspace.Promote("qa");

        result.Reason!.ShouldStartWith($"opened {forge.Url}/togglemaster/gitops/pull/2");
        (await Query("rev-list", "--count", $"main..{Branch}")).ShouldBe("1");
    }

    [Fact]
    public async Task After_one_was_closed_another_is_opened()
    {
        await workspace.Promote("qa");
        forge.PullRequests[0].IsOpen = false;

        await workspace.Promote("qa");

        forge.PullRequests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_someone_else_has_committed_to_the_branch_is_not_lost()
    {
        await workspace.Promote("qa");
        var theirs = await Query(
            "-c",
            "user.name=Jane",
            "-c",
            "user.email=jane@example.com",
            "commit-tree",
            "-p",
            Branch,
            "-m",
            "By hand",
            $"{Branch}^{{tree}}"
        );
        await Query("update-ref", $"refs/heads/{Branch}", theirs);
        await workspace.Commit();
        await workspace.Deliver();

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain($"the last commit of {Branch} ({theirs[..7]}) was not made by Pipeline");
        (await Tip()).ShouldBe(theirs);
    }

    [Fact]
    public async Task An_answer_that_never_came_is_asked_for_again_and_nothing_is_opened_twice()
    {
        var requests = 0;
        forge.Trouble = request =>
            request.EndsWith("requested_reviewers", StringComparison.Ordinal) && requests++ == 0 ? 502 : null;

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        forge.PullRequests.ShouldHaveSingleItem().Asked.ShouldBe(1);
    }

    [Theory]
    [InlineData(401, "GitHub does not accept the token in MADE_UP_TOKEN")]
    [InlineData(403, "the token in MADE_UP_TOKEN may not do this in togglemaster/gitops")]
    [InlineData(404, "GitHub shows no togglemaster/gitops to the token in MADE_UP_TOKEN")]
    public async Task A_refusal_says_what_to_do(int status, string expected)
    {
        forge.Trouble = _ => status;

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith(expected);
        result.Reason!.ShouldNotContain(FakeGitHub.Token);
    }

    [Fact]
    public async Task A_page_of_a_proxy_is_no_answer_of_GitHub()
    {
        forge.Between = _ => new(200, "text/html", "<html>Sign in</html>");

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith(
            "GitHub cannot be reached: 127.0.0.1 answered 200 with text/html in place of JSON"
        );
    }

    [Theory]
    [InlineData(429, "", "Retry-After", "1")]
    [InlineData(403, "{\"message\":\"API rate limit exceeded\"}", "X-RateLimit-Remaining", "0")]
    [InlineData(403, "{\"message\":\"You have exceeded a secondary rate limit\"}", "Retry-After", "1")]
    public async Task A_limit_is_waited_for(int status, string body, string header, string value)
    {
        var asked = 0;
        forge.Between = _ =>
            asked++ == 0
                ? new(
                    status,
                    "application/json",
                    body,
                    (header, value),
                    ("X-RateLimit-Reset", $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}")
                )
                : null;

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        forge.PullRequests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_limit_for_too_long_is_a_sentence()
    {
        var reset = DateTimeOffset.UtcNow.AddHours(1);
        forge.Between = _ =>
            new(
                429,
                "text/html",
                "<html>Too many</html>",
                ("X-RateLimit-Remaining", "0"),
                ("X-RateLimit-Reset", $"{reset.ToUnixTimeSeconds()}")
            );

        var result = await workspace.Promote("qa");

        result.Reason!.ShouldStartWith("GitHub accepts no more requests with the token in MADE_UP_TOKEN for now");
        result.Reason!.ShouldNotContain("<html>");
    }

    [Fact]
    public async Task Reviewers_that_cannot_review_are_told_and_the_pull_request_stands()
    {
        workspace.Change("qa", qa => qa with { PullRequests = qa.PullRequests with { Reviewers = ["nobody"] } });

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Passed);
        result.Reason!.ShouldContain("no review could be requested: Reviews may only be requested from collaborators");
        forge.PullRequests.ShouldHaveSingleItem().Labels.ShouldBe(["promotion"]);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_pushed()
    {
        Environment.SetEnvironmentVariable("MADE_UP_TOKEN", null);

        var result = await workspace.Promote("qa");

        result.Reason!.ShouldStartWith("there is no token to open a pull request with: set MADE_UP_TOKEN");
        (await Query("for-each-ref", "refs/heads/promote")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_is_not_sent_in_the_clear()
    {
        Environment.SetEnvironmentVariable("GITHUB_API_URL", "http://github.example");

        var result = await workspace.Promote("qa");

        result.Reason!.ShouldContain("expected a URL that begins with https://");
    }

    [Fact]
    public async Task A_rollback_by_pull_request_pins_the_service_in_it()
    {
        workspace.Change("qa", qa => qa with { Promotion = Promotion.Automatic });
        await workspace.Promote("qa");
        await workspace.Commit();
        await workspace.Deliver();
        await workspace.Promote("qa");
        var running = await workspace.Running("qa");
        workspace.Change("qa", qa => qa with { Rollback = Promotion.PullRequest });

        var result = await workspace.RollBack("qa", new() { Reason = "logins fail" });

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await workspace.Running("qa")).ShouldBe(running);
        await forge.Merge(forge.PullRequests.ShouldHaveSingleItem());
        (await workspace.Running("qa")).ShouldBe($"{image}");
        (await workspace.Remote.Read("gitops/qa/.pipeline/pins.yaml")).ShouldContain("reason: 'logins fail'");
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("GITHUB_API_URL", null);
        Environment.SetEnvironmentVariable("MADE_UP_TOKEN", null);
        forge.Dispose();
        await workspace.DisposeAsync();
        forge.Violations.ShouldBeEmpty();
    }

    private Task<string> Tip() => Query("rev-parse", Branch);

    private Task<string> Proposed() => Query("show", $"{Branch}:{PromotionWorkspace.File("qa")}");

    private Task<string> Query(params string[] arguments) => GitOpsRemote.Query(workspace.Remote.Bare, arguments);
}
