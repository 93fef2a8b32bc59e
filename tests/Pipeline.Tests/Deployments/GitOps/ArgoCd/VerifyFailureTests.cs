using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Deployments.GitOps.ArgoCd;

/// <summary>What is said of an application that does not get to what was delivered, and when it is given up.</summary>
public sealed class VerifyFailureTests
{
    private const string Name = "auth-develop";

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
        workspace.TimeOutSoon();
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
    [InlineData("Synced", "Suspended", "it continues when somebody resumes it")]
    [InlineData("Synced", "Missing", "Missing")]
    [InlineData("Unknown", "Unknown", "ComparisonError: the repository cannot be read")]
    [InlineData("OutOfSync", "Healthy", "(Service auth): it syncs by itself")]
    public async Task A_timeout_says_what_is_missing(string sync, string health, string expected)
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        workspace.TimeOutSoon();
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
        workspace.TimeOutSoon();
        server.Course.Enqueue([
            NewApplication
                .Of(Name, workspace.Commit, "OutOfSync")
                .With("spec.syncPolicy", """{ "automated": { "enabled": false } }"""),
        ]);

        var result = await workspace.Verify();

        result.Reason!.ShouldEndWith("it does not sync by itself, so somebody has to sync it");
    }

    [Fact]
    public async Task An_application_that_never_comes_is_named_with_what_to_do()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        workspace.TimeOutSoon();
        workspace.Token = FakeArgoCd.TokenWithoutRights;
        server.Course.Enqueue([NewApplication.Of(Name, workspace.Commit)]);

        var result = await workspace.Verify();

        result.Reason!.ShouldContain($"Argo CD shows no application {Name}: create it");
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
