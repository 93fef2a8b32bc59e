using Pipeline.Execution.Steps;
using Pipeline.Tests.Deployments.GitOps.Promotions;

namespace Pipeline.Tests.Deployments.GitOps.Writers;

/// <summary>What a bump, a promotion and a rollback do where something else writes the image.</summary>
public sealed class WriterRefusalTests
{
    private const string Override = "gitops/manifests/auth-service/.argocd-source-auth-develop.yaml";
    private const string Overriding = "kustomize: { images: ['togglemaster/auth-service:0a1b2c3'] }\n";

    [Theory]
    [InlineData(null)]
    [InlineData("{0}-service")]
    public async Task A_bump_without_an_effect_is_refused_before_the_push_and_the_others_go_on(string? folders)
    {
        using var remote = await GitOpsRemote.Create("auth", "flag");
        await remote.Commit((Override, Overriding));
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        workspace.Services =
        [
            .. workspace.Services.Select(service => service with { Manifests = folders?.Replace("{0}", service.Name) }),
        ];

        var results = await workspace.Bump("auth", "flag");

        results[0].Status.ShouldBe(StepStatus.Failed);
        results[0].Reason!.ShouldStartWith($"{Override}:1:23 the override file states the image of auth");
        results[0].Reason!.ShouldEndWith("or name the writer in \"gitops.writers\"");
        results[1].Status.ShouldBe(StepStatus.Passed);
        (await remote.Read(GitOpsRemote.File("auth"))).ShouldContain("image: busybox");
        (await remote.Read(GitOpsRemote.File("flag"))).ShouldNotContain("image: busybox");
    }

    [Fact]
    public async Task What_stands_outside_of_the_folder_of_manifests_is_seen_too()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await remote.Commit(
            ("argocd/updater.yaml", Updater("togglemaster/auth-service")),
            ("gitops/manifests/auth-service/kustomization.yaml", "resources: [deployment.yaml]\n")
        );
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        workspace.Environment = workspace.Environment with
        {
            ArgoCd = new() { IsEnabled = true, Namespace = "togglemaster" },
        };

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Failed);
        results.Single().Reason!.ShouldStartWith("argocd/updater.yaml:7:");
        (await remote.Commits()).ShouldBe(2);
    }

    [Fact]
    public async Task What_only_may_write_the_image_is_a_warning_in_the_result()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await remote.Commit(
            ("argocd/updater.yaml", Updater("togglemaster/auth-service")),
            ("gitops/manifests/auth-service/kustomization.yaml", "resources: [deployment.yaml]\n")
        );
        await using var workspace = await BumpWorkspace.Create(remote.Url);

        var result = (await workspace.Bump("auth")).Single();

        result.Status.ShouldBe(StepStatus.Passed);
        result.Reason!.ShouldContain("; argocd/updater.yaml:7:");
        result.Reason!.ShouldContain("where that runs, a bump or a rollback is undone");
    }

    [Fact]
    public async Task A_service_that_the_catalog_leaves_to_another_writer_is_skipped_with_the_reason()
    {
        using var remote = await GitOpsRemote.Create("auth", "flag");
        await remote.Commit((Override, Overriding));
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        workspace.Environment = workspace.Environment with
        {
            GitOps = workspace.Environment.GitOps! with
            {
                Writers = workspace.Environment.GitOps.Writers.Add("auth", "Argo CD Image Updater"),
            },
        };

        var results = await workspace.Bump("auth", "flag");

        results[0]
            .ShouldBe(
                StepResult.Skipped("the image of auth is left to Argo CD Image Updater, as \"gitops.writers\" states")
            );
        results[1].Status.ShouldBe(StepStatus.Passed);
        workspace.Bumps.ShouldHaveSingleItem().File.ShouldBe(GitOpsRemote.File("flag"));
    }

    [Fact]
    public async Task An_override_that_comes_between_reading_and_pushing_counts()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        remote.PushOnceInBetween(Override, Overriding);

        var result = (await workspace.Bump("auth")).Single();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith(Override);
    }

    [Fact]
    public async Task A_promotion_and_a_rollback_are_refused_like_a_bump()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        await workspace.Commit();
        await workspace.Deliver();
        await workspace.Remote.Commit(
            ("gitops/develop/auth-service/.argocd-source.yaml", Overriding),
            ("gitops/qa/auth-service/.argocd-source.yaml", Overriding)
        );
        var commits = await workspace.Remote.Commits();

        var promoted = await workspace.Promote("qa");
        var rolledBack = await workspace.RollBack("develop", new() { Reason = "logins fail" });

        promoted.Status.ShouldBe(StepStatus.Failed);
        promoted.Reason!.ShouldStartWith("gitops/qa/auth-service/.argocd-source.yaml:1:23 ");
        rolledBack.Status.ShouldBe(StepStatus.Failed);
        rolledBack.Reason!.ShouldStartWith("gitops/develop/auth-service/.argocd-source.yaml:1:23 ");
        (await workspace.Remote.Commits()).ShouldBe(commits);
    }

    [Fact]
    public async Task What_the_catalog_leaves_to_another_writer_is_neither_promoted_nor_rolled_back()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        await workspace.Commit();
        await workspace.Deliver();
        foreach (var name in new[] { "develop", "qa" })
            workspace.Change(
                name,
                environment =>
                    environment with
                    {
                        GitOps = environment.GitOps! with { Writers = environment.GitOps.Writers.Add("auth", "Flux") },
                    }
            );

        var promoted = await workspace.Promote("qa");
        var rolledBack = await workspace.RollBack("develop", new() { Reason = "logins fail" });

        promoted.ShouldBe(StepResult.Skipped("the image of auth is left to Flux, as \"gitops.writers\" states"));
        rolledBack.ShouldBe(StepResult.Failed("the image of auth is left to Flux, as \"gitops.writers\" states"));
    }

    private static string Updater(string image) =>
        $$"""
            apiVersion: argocd-image-updater.argoproj.io/v1alpha1
            kind: ImageUpdater
            metadata: { name: all, namespace: argocd }
            spec:
              applicationRefs:
                - namePattern: "*"
                  images: [{ alias: app, imageName: {{image}} }]
            """;
}
