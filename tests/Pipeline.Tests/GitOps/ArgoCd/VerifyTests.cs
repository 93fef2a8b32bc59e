using Pipeline.Execution;

namespace Pipeline.Tests.GitOps.ArgoCd;

public sealed class VerifyTests
{
    private const string Name = "auth-develop";

    [Fact]
    public async Task It_waits_until_the_application_is_synced_at_the_commit_and_healthy()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Course.Enqueue([NewApplication.Of(Name, workspace.Older)]);
        server.Course.Enqueue([NewApplication.Of(Name, workspace.Commit, "OutOfSync", "Healthy")]);
        server.Course.Enqueue([NewApplication.Of(Name, workspace.Commit, "Synced", "Progressing")]);
        server.Course.Enqueue([NewApplication.Of(Name, workspace.Commit)]);

        var result = await workspace.Verify();

        result.ShouldBe(StepResult.PassedWith($"{Name} is Synced at {workspace.Commit[..7]}, Healthy"));
        workspace.Told.Count.ShouldBe(4);
        workspace
            .Told[0]
            .ShouldBe($"Verify auth: {Name}: Synced at {workspace.Older[..7]}, Healthy, not yet at what was delivered");
        server.Requests.ShouldContain($"GET /api/v1/applications/{Name}?refresh=normal&project=shop HTTP/1.1");
    }

    [Fact]
    public async Task A_commit_that_descends_from_the_delivered_one_holds_it()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Course.Enqueue([NewApplication.Of(Name, workspace.Later)]);

        var result = await workspace.Verify();

        result.Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task A_commit_that_nobody_knows_does_not_hold_it()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Course.Enqueue([NewApplication.Of(Name, new('0', 40))]);

        var result = await workspace.Verify();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("not yet at what was delivered");
    }

    [Fact]
    public async Task One_of_several_sources_at_the_commit_is_enough()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Course.Enqueue([
            NewApplication
                .Of(Name, "")
                .With("status.sync", $$"""{ "status": "Synced", "revisions": ["1.2.3", "{{workspace.Commit}}"] }"""),
        ]);

        var result = await workspace.Verify();

        result.ShouldBe(StepResult.PassedWith($"{Name} is Synced at 1.2.3, {workspace.Commit[..7]}, Healthy"));
    }

    [Fact]
    public async Task All_applications_with_the_services_labels_have_to_get_there()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Course.Enqueue([
            NewApplication.Of(Name, workspace.Commit),
            NewApplication
                .Of("auth-worker", workspace.Older)
                .With("metadata.labels", """{ "pipeline/service": "auth", "pipeline/environment": "develop" }"""),
            NewApplication
                .Of("auth-qa", workspace.Older)
                .With("metadata.labels", """{ "pipeline/service": "auth", "pipeline/environment": "qa" }"""),
        ]);

        var result = await workspace.Verify();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("auth-worker is Synced");
        result.Reason!.ShouldNotContain("auth-qa");
    }

    [Fact]
    public async Task A_degraded_application_ends_it_with_the_words_of_its_resources()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Course.Enqueue([
            NewApplication
                .Of(Name, workspace.Commit, "Synced", "Degraded")
                .With(
                    "status.resources",
                    """[{ "kind": "Deployment", "name": "auth", "status": "Synced", "health": { "status": "Degraded", "message": "exceeded its progress deadline" } }]"""
                ),
        ]);
        server.Trees[Name] = new()
        {
            ["nodes"] = System.Text.Json.Nodes.JsonNode.Parse(
                """
                [{ "kind": "ReplicaSet", "name": "auth-1", "health": { "status": "Healthy" } },
                 { "kind": "Pod", "name": "auth-1-x", "health": { "status": "Degraded", "message": "Back-off pulling image" } }]
                """
            ),
        };

        var result = await workspace.Verify();

        result.ShouldBe(
            StepResult.Failed(
                $"{Name} is degraded: Pod auth-1-x: Back-off pulling image; Deployment auth: exceeded its progress deadline"
            )
        );
    }

    [Fact]
    public async Task An_application_that_is_degraded_for_a_moment_may_recover()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Course.Enqueue([NewApplication.Of(Name, workspace.Commit, "Synced", "Degraded")]);
        server.Course.Enqueue([NewApplication.Of(Name, workspace.Commit, "Synced", "Progressing")]);
        server.Course.Enqueue([NewApplication.Of(Name, workspace.Commit)]);

        var result = await workspace.Verify();

        result.Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task A_failed_sync_of_the_commit_ends_it_with_what_the_cluster_said()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Course.Enqueue([
            NewApplication
                .Of(Name, workspace.Commit, "OutOfSync")
                .With("status.operationState", Failed(workspace.Commit)),
        ]);

        var result = await workspace.Verify();

        result.ShouldBe(
            StepResult.Failed(
                $"{Name}: its sync ended Failed: one or more objects failed to apply; Deployment auth: spec.selector: field is immutable"
            )
        );
    }

    [Fact]
    public async Task A_failed_sync_of_an_earlier_commit_is_history()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Course.Enqueue([
            NewApplication
                .Of(Name, workspace.Commit, "OutOfSync")
                .With("status.operationState", Failed(workspace.Older)),
        ]);
        server.Course.Enqueue([NewApplication.Of(Name, workspace.Commit)]);

        var result = await workspace.Verify();

        result.Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task A_sync_that_is_under_way_is_waited_for()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Course.Enqueue([
            NewApplication
                .Of(Name, workspace.Commit)
                .With(
                    "status.operationState",
                    $$"""{ "phase": "Running", "message": "waiting for completion of hook", "syncResult": { "revision": "{{workspace.Commit}}" } }"""
                ),
        ]);

        var result = await workspace.Verify();

        result.Reason!.ShouldEndWith("its sync is under way: waiting for completion of hook");
    }

    [Theory]
    [InlineData("Synced", "Suspended", "it goes on when somebody resumes it")]
    [InlineData("Synced", "Missing", "Missing")]
    [InlineData("Unknown", "Unknown", "ComparisonError: the repository cannot be read")]
    [InlineData("OutOfSync", "Healthy", "(Service auth): it syncs by itself")]
    public async Task A_timeout_says_what_is_missing(string sync, string health, string expected)
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        workspace.Settings = workspace.Settings! with { Timeout = TimeSpan.FromSeconds(0.1) };
        server.Course.Enqueue([
            NewApplication
                .Of(Name, workspace.Commit, sync, health)
                .With("status.resources", """[{ "kind": "Service", "name": "auth", "status": "OutOfSync" }]""")
                .With(
                    "status.conditions",
                    sync == "Unknown"
                        ? """[{ "type": "ComparisonError", "message": "the repository cannot be read" }]"""
                        : "[]"
                ),
        ]);

        var result = await workspace.Verify();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith(
            $"not at commit {workspace.Commit[..7]} or later after 0 minutes: {Name} is {sync} at {workspace.Commit[..7]}, {health}"
        );
        result.Reason.ShouldEndWith(expected);
    }

    [Fact]
    public async Task An_application_without_automated_sync_waits_for_a_person()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Course.Enqueue([
            NewApplication
                .Of(Name, workspace.Commit, "OutOfSync")
                .With("spec.syncPolicy", """{ "automated": { "enabled": false } }"""),
        ]);

        var result = await workspace.Verify();

        result.Reason!.ShouldEndWith("it does not sync by itself, so somebody has to sync it");
    }

    [Fact]
    public async Task An_application_may_be_created_meanwhile()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Course.Enqueue([]);
        server.Course.Enqueue([NewApplication.Of(Name, workspace.Commit)]);

        var result = await workspace.Verify();

        result.Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task An_application_that_never_comes_is_named_with_what_to_do()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        workspace.Token = FakeArgoCd.TokenWithoutRights;
        server.Course.Enqueue([NewApplication.Of(Name, workspace.Commit)]);

        var result = await workspace.Verify();

        result.Reason!.ShouldContain($"Argo CD shows no application {Name}: create it");
    }

    [Fact]
    public async Task An_image_that_already_was_there_has_to_run()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        workspace.Bump = workspace.Bump! with { Commit = null };
        var application = NewApplication.Of(Name, workspace.Older);
        server.Course.Enqueue([application.With("status.summary", """{ "images": ["other:1"] }""")]);
        server.Course.Enqueue([
            application.With("status.summary", $$"""{ "images": ["other:1", "{{workspace.Bump.Reference}}"] }"""),
        ]);

        var result = await workspace.Verify();

        result.Status.ShouldBe(StepStatus.Passed);
        workspace.Told.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Only_applications_of_the_project_with_the_labels_are_asked_for()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        workspace.Settings = workspace.Settings! with { Project = "shop", Selector = "team=payments" };
        server.Course.Enqueue([
            NewApplication.Of(Name, workspace.Commit).With("metadata.labels", """{ "team": "payments" }"""),
        ]);

        var result = await workspace.Verify();

        result.Status.ShouldBe(StepStatus.Passed);
        server.Requests[0].ShouldBe("GET /api/v1/applications?projects=shop&selector=team%3Dpayments HTTP/1.1");
    }

    [Fact]
    public async Task A_service_that_was_not_bumped_has_nothing_to_wait_for()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        workspace.Bump = null;

        var result = await workspace.Verify();

        result.ShouldBe(StepResult.Skipped("no image of auth was set in develop: there is nothing to wait for"));
        server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, "the catalog names no Argo CD for develop (\"argocd\")")]
    [InlineData(false, "\"argocd\" is not enabled for develop")]
    public async Task It_is_skipped_with_the_reason_where_there_is_no_Argo_CD(bool isMissing, string reason)
    {
        using var workspace = await VerifyWorkspace.Create(null);
        if (isMissing)
            workspace.Settings = null;

        var result = await workspace.Verify();

        result.ShouldBe(StepResult.Skipped(reason));
    }

    private static string Failed(string revision) =>
        $$"""
            {
              "phase": "Failed",
              "message": "one or more objects failed to apply",
              "syncResult": {
                "revision": "{{revision}}",
                "resources": [
                  { "kind": "Service", "name": "auth", "status": "Synced", "message": "unchanged" },
                  { "kind": "Deployment", "name": "auth", "status": "SyncFailed", "message": "spec.selector: field is immutable" }
                ]
              }
            }
            """;
}
