using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class EnvironmentTests
{
    private const string Head = "platform: shop\nservices: { auth: {} }\nenvironments:\n";

    [Fact]
    public void A_local_environment_shares_registry_and_repository_with_local_and_has_a_folder_of_its_own()
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var platform = repository.Read(
            Head + "  local: { registry: '127.0.0.1:5001' }\n  qa: { local: true, gitops: { path: gitops/qa } }\n"
        );

        var (local, qa) = (platform.Environment("local"), platform.Environment("qa"));
        qa.IsLocal.ShouldBeTrue();
        qa.Registry.ShouldBe("127.0.0.1:5001");
        qa.GitOps.ShouldBe(local.GitOps! with { Path = "gitops/qa" });
    }

    [Fact]
    public void An_environment_without_deployments_needs_no_GitOps_repository()
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var platform = repository.Read(
            Head
                + "  dev: { registry: registry.example, deployments: none }\n  qa: { local: true, deployments: gitops }\n"
        );

        platform.Environment("dev").Deployments.ShouldBe(DeploymentKind.None);
        platform.Environment("dev").GitOps.ShouldBeNull();
        platform.Environment("qa").Deployments.ShouldBe(DeploymentKind.GitOps);
        platform.Environment("local").Deployments.ShouldBe(DeploymentKind.GitOps);
    }

    [Theory]
    [InlineData("deployments: none, gitops: { path: gitops/dev }", "4:57: \"gitops\" has no effect")]
    [InlineData("deployments: none, promotedFrom: local", "4:57: \"promotedFrom\" has no effect")]
    [InlineData("deployments: helm", "4:51: \"deployments\" cannot be \"helm\"")]
    public void What_contradicts_the_kind_of_deployments_is_refused(string entry, string expected)
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var problem = repository
            .Problems(Head + $"  dev: {{ registry: registry.example, {entry} }}\n")
            .ShouldHaveSingleItem();

        problem.ShouldStartWith(expected);
    }

    [Fact]
    public void An_environment_says_where_its_images_come_from_and_how()
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var platform = repository.Read(
            Head
                + """
                  qa: { local: true }
                  staging:
                    local: true
                    promotedFrom: qa
                    promotion: pullRequest
                    rollback: pullRequest
                    pullRequest: { repository: shop/gitops, tokenVariable: SHOP_TOKEN, reviewers: [jane], teamReviewers: [platform], labels: [x] }
                policy: { pinDays: 2 }
                """
        );

        var staging = platform.Environment("staging");
        staging.PromotedFrom.ShouldBe("qa");
        staging.Promotion.ShouldBe(Promotion.PullRequest);
        staging.Rollback.ShouldBe(Promotion.PullRequest);
        staging.PullRequests.Repository.ShouldBe("shop/gitops");
        staging.PullRequests.TokenVariable.ShouldBe("SHOP_TOKEN");
        staging.PullRequests.Reviewers.ShouldBe(["jane"]);
        staging.PullRequests.TeamReviewers.ShouldBe(["platform"]);
        staging.PullRequests.Labels.ShouldBe(["x"]);
        platform.Environment("qa").Rollback.ShouldBe(Promotion.Automatic);
        platform.Policy.PinDays.ShouldBe(2);
    }

    [Theory]
    [InlineData("https://github.com/shop/gitops", "shop/gitops")]
    [InlineData("https://github.com/shop/git.ops.git", "shop/git.ops")]
    [InlineData("git@github.com:shop/gitops.git", "shop/gitops")]
    [InlineData("ssh://git@github.example:2222/shop/gitops.git", "shop/gitops")]
    public void The_repository_of_pull_requests_is_told_by_the_address(string address, string expected)
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var platform = repository.Read(
            Head + $"  qa: {{ registry: r.example, gitops: {{ repository: '{address}' }}, promotion: pullRequest }}\n"
        );

        platform.Environment("qa").PullRequests.Repository.ShouldBe(expected);
    }

    [Theory]
    [InlineData("qa: { local: maybe }", "4:16: \"local\" must be true or false, not \"maybe\"")]
    [InlineData(
        "qa: { local: true, promotedFrom: stagin }\n  staging: { local: true }",
        "4:36: there is no environment \"stagin\": did you mean \"staging\"?"
    )]
    [InlineData(
        "qa: { local: true, promotedFrom: qa }",
        "4:36: \"qa\" would be promoted from itself: name an environment before it"
    )]
    [InlineData(
        "qa: { local: true, promotion: pullRequest }",
        "4:3: the environment \"qa\" takes changes by pull request, and \"gitops.repository\" is not on a known forge: set \"pullRequest.repository\" to OWNER/NAME"
    )]
    [InlineData(
        "qa: { local: true, pullRequest: { repository: 'https://github.com/shop/gitops' } }",
        "4:49: \"https://github.com/shop/gitops\" is not a repository on a forge: write OWNER/NAME"
    )]
    [InlineData(
        "qa: { local: true, pullRequest: { tokenVariable: ghp_madeupmadeupmadeup } }",
        "4:52: \"tokenVariable\" is the name of an environment variable, such as GITHUB_TOKEN; a token itself never stands in a catalog"
    )]
    [InlineData(
        "qa: { local: true, gitops: { tokenVariable: glpat-madeup } }",
        "4:47: \"tokenVariable\" is the name of an environment variable, such as GITHUB_TOKEN; a token itself never stands in a catalog"
    )]
    [InlineData(
        "qa: { local: true, gitops: { writers: { aut: Renovate } } }",
        "4:43: there is no service \"aut\": did you mean \"auth\"?"
    )]
    [InlineData(
        "qa: { local: true, gitops: { writers: { auth: '' } } }",
        "4:43: \"auth\" does not say what writes its image: name it, such as Argo CD Image Updater"
    )]
    public void A_mistake_is_named_with_its_place(string environment, string problem)
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        repository.Problems($"{Head}  {environment}\n").ShouldBe([problem]);
    }

    [Fact]
    public void An_environment_says_what_else_writes_the_images_of_services()
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var platform = repository.Read(
            Head + "  qa: { local: true, gitops: { writers: { auth-service: Argo CD Image Updater } } }\n"
        );

        platform.Environment("qa").GitOps!.Writers.ShouldBe([new("auth", "Argo CD Image Updater")]);
        platform.Environment("local").GitOps!.Writers.ShouldBeEmpty();
    }

    [Fact]
    public void Environments_in_a_circle_are_both_named()
    {
        using var repository = new CatalogFixture("services/auth/go.mod");

        var problems = repository.Problems(
            Head + "  qa: { local: true, promotedFrom: staging }\n  staging: { local: true, promotedFrom: qa }\n"
        );

        problems.Count.ShouldBe(2);
        problems.ShouldAllBe(problem => problem.Contains("would be promoted from itself"));
    }
}
