using System.Text.Json;
using Pipeline.Build.Reporting;
using Pipeline.Build.Reporting.Audit;
using Pipeline.Catalog;
using Pipeline.Deployments;
using Pipeline.Deployments.Audit;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;
using Pipeline.Tests.Deployments.GitOps.Promotions;

namespace Pipeline.Tests.Deployments.GitOps.Audit;

public class AuditTests
{
    [Fact]
    public async Task The_status_says_what_runs_where_since_when_and_because_of_whom()
    {
        await using var workspace = await PromotionWorkspace.Create();
        var commit = await workspace.Commit();
        var image = await workspace.Deliver();
        await workspace.Promote("qa");

        var states = await Status.Read(
            workspace.Platform,
            workspace.Platform.Services,
            workspace.Environments,
            workspace.Kinds,
            workspace.Artifacts
        );

        states.Length.ShouldBe(8);
        var qa = states.Single(state => (state.Service, state.Environment) == ("auth", "qa"));
        qa.Image.ShouldBe(image);
        qa.Deployment!.Service.SourceCommit.ShouldBe(commit);
        qa.Deployment.Trailers.Action.ShouldBe(DeploymentAction.Promote);
        qa.Deployment.Trailers.Actor.ShouldContain("A Developer");
        states.Single(state => (state.Service, state.Environment) == ("flag", "qa")).Deployment.ShouldBeNull();
        var text = Shown(output => AuditWriter.Write(states, [], OutputFormat.Text, output, DateTimeOffset.UtcNow));
        text.ShouldContain($"auth     qa           {image.Tag}  {image.Digest![7..14]}  {commit[..7]}");
        text.ShouldContain("A Developer  promote  –     not checked");
    }

    [Fact]
    public async Task What_is_shown_to_programs_is_the_same()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        var image = await workspace.Deliver();
        var states = await Status.Read(
            workspace.Platform,
            workspace.Platform.Services[..1],
            [workspace["develop"]],
            workspace.Kinds,
            workspace.Artifacts
        );

        var json = Shown(output => AuditWriter.Write(states, [], OutputFormat.Json, output, DateTimeOffset.UtcNow));

        var state = JsonDocument.Parse(json).RootElement.GetProperty("services")[0];
        state.GetProperty("version").GetString().ShouldBe(image.Tag);
        state.GetProperty("digest").GetString().ShouldBe(image.Digest);
        state.GetProperty("deployment").GetProperty("action").GetString().ShouldBe("deploy");
        state.GetProperty("health").GetString().ShouldBe("notChecked");
    }

    [Fact]
    public async Task An_environment_that_cannot_be_read_is_told_and_the_others_are_shown()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        workspace.Change("qa", qa => qa with { GitOps = qa.GitOps! with { Branch = "gone" } });

        var states = await Status.Read(
            workspace.Platform,
            workspace.Platform.Services[..1],
            workspace.Environments,
            workspace.Kinds,
            workspace.Artifacts
        );

        states[0].Image.ShouldNotBeNull();
        states[1].Problem!.ShouldContain("branch gone");
    }

    [Fact]
    public async Task The_history_has_every_deployment_the_latest_first()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        await workspace.Promote("qa");
        await workspace.Commit();
        await workspace.Deliver();
        await workspace.RollBack("develop", new() { Reason = "logins fail" });
        await workspace.RollBack("develop", new() { Release = true });

        var deployments = await DeploymentLog.Read(
            workspace.Platform,
            workspace.Platform.Services,
            workspace.Environments,
            workspace.Kinds,
            workspace.Artifacts
        );

        deployments
            .Select(deployment => $"{deployment.Trailers.Action} {deployment.Trailers.Environment}")
            .ShouldBe(
                ["Release develop", "Rollback develop", "Deploy develop", "Promote qa", "Deploy develop"],
                ignoreOrder: true
            );
        Shown(output => AuditWriter.Write(deployments, OutputFormat.Text, output, DateTimeOffset.UtcNow))
            .ShouldContain("logins fail");
    }

    [Fact]
    public async Task What_is_as_delivered_is_no_drift()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        await workspace.Promote("qa");

        var result = await Drift(workspace);

        result.ShouldBe(StepResult.PassedWith("as delivered in 2 of 4 environments, never delivered to the rest"));
    }

    [Fact]
    public async Task An_edit_by_hand_is_drift_and_so_is_a_tag_that_moves()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        var image = await workspace.Deliver();
        await workspace.Remote.Commit(
            (
                PromotionWorkspace.File("develop"),
                ImageMatchingTests.Deployment("auth", "auth", "togglemaster/auth-service:latest")
            )
        );

        var result = await Drift(workspace);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain(
            $"develop: gitops/develop/auth-service/deployment.yaml:10 states togglemaster/auth-service:latest, but {image} was delivered last"
        );
        result.Reason!.ShouldContain("a moving tag");
    }

    [Fact]
    public async Task An_image_that_its_registry_lost_is_drift()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await using var empty = await SeededRegistry.Start();
        await workspace.Commit();
        var image = await workspace.Deliver();
        workspace.Change("develop", develop => develop with { Registry = empty.Name });

        var result = await Drift(workspace);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain($"does not hold {image.Digest}");
    }

    [Theory]
    [InlineData(
        "argocd-image-updater <noreply@argoproj.io>",
        "build: automatic update of auth-develop\n\nupdates image togglemaster/auth-service tag '0a1b2c3' to '9.9.9'\n"
    )]
    [InlineData("argocd-image-updater <noreply@argoproj.io>", "chore: images")]
    [InlineData(
        "Someone <someone@example.com>",
        "build: automatic update of auth-develop\n\nupdates image togglemaster/auth-service tag '0a1b2c3' to '9.9.9'\n"
    )]
    public async Task A_commit_of_an_updater_is_told_and_is_no_edit_by_hand(string author, string message)
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        var image = await workspace.Deliver();
        await workspace.Remote.CommitAs(author, message, Updated("auth"));

        var result = await Drift(workspace);

        result.Status.ShouldBe(StepStatus.Passed);
        result.Reason!.ShouldStartWith(
            "as delivered in 0 of 4 environments, never delivered to the rest, but develop: "
                + "gitops/develop/auth-service/deployment.yaml:10 states togglemaster/auth-service:9.9.9, set by Argo CD "
                + "Image Updater, commit "
        );
        result.Reason!.ShouldEndWith($", after {image} was delivered");
    }

    [Fact]
    public async Task An_edit_by_hand_beside_a_commit_of_an_updater_for_another_image_is_drift()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        await workspace.Remote.CommitAs(
            "argocd-image-updater <noreply@argoproj.io>",
            "build: automatic update of flag-develop\n\nupdates image togglemaster/flag-service tag '1' to '9.9.9'\n",
            Updated("flag")
        );
        await workspace.Remote.Commit(Updated("auth"));

        var result = await Drift(workspace);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("it was edited by hand");
    }

    [Fact]
    public async Task An_override_that_hides_the_manifest_is_drift()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        await workspace.Remote.Commit(
            (
                "gitops/develop/auth-service/.argocd-source-auth-develop.yaml",
                "kustomize: { images: ['togglemaster/auth-service:0a1b2c3'] }\n"
            )
        );

        var result = await Drift(workspace);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith(
            "develop: gitops/develop/auth-service/.argocd-source-auth-develop.yaml:1:23 the override file states the image of auth"
        );
    }

    [Fact]
    public async Task An_image_that_the_catalog_leaves_to_another_writer_is_no_drift()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        await workspace.Remote.Commit(Updated("auth"));
        workspace.Change(
            "develop",
            develop =>
                develop with
                {
                    GitOps = develop.GitOps! with { Writers = develop.GitOps.Writers.Add("auth", "Image Updater") },
                }
        );

        var result = await Drift(workspace);

        result.Status.ShouldBe(StepStatus.Passed);
        result.Reason!.ShouldEndWith("states togglemaster/auth-service:9.9.9, which is left to Image Updater");
    }

    [Fact]
    public void A_pin_that_lasts_too_long_is_drift()
    {
        var now = DateTimeOffset.UnixEpoch.AddDays(100);
        var state = new ServiceState
        {
            Service = "auth",
            Environment = "qa",
            Pin = new("auth", "qa") { Since = now.AddDays(-8), Reason = "logins fail" },
        };

        DriftRules.Of(state, new() { PinDays = 9 }, now).ShouldBeEmpty();
        DriftRules
            .Of(state, new(), now)
            .ShouldHaveSingleItem()
            .ShouldContain(
                "(logins fail), for longer than 7 days: release it with \"Rollback --release --service auth"
            );
    }

    private static Task<StepResult> Drift(PromotionWorkspace workspace) =>
        workspace.Run(
            "Drift",
            "develop",
            "auth",
            step => Pipeline.Deployments.Audit.Drift.Run(step.Service, step, workspace.Environments, workspace.Kinds)
        );

    private static (string, string) Updated(string service) =>
        (
            PromotionWorkspace.File("develop", service),
            ImageMatchingTests.Deployment(service, service, $"togglemaster/{service}-service:9.9.9")
        );

    private static string Shown(Action<TextWriter> write)
    {
        using var output = new StringWriter();
        write(output);
        return output.ToString();
    }
}
