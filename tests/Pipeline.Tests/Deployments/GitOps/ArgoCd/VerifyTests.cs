using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Deployments.GitOps.ArgoCd;

/// <summary>What counts as the delivery having got there, and what is asked for it.</summary>
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
            .ShouldBe(
                $"Verify auth: {Name}: Synced at {workspace.Older[..7]}, Healthy, not yet at the delivered commit"
            );
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
        workspace.TimeOutSoon();
        server.Course.Enqueue([NewApplication.Of(Name, new('0', 40))]);

        var result = await workspace.Verify();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("not yet at the delivered commit");
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
        workspace.TimeOutSoon();
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
    public async Task A_synced_commit_is_not_there_while_another_image_of_the_service_runs()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        workspace.TimeOutSoon();
        var (image, application) = (workspace.Bump!.Reference, NewApplication.Of(Name, workspace.Commit));
        server.Course.Enqueue([
            application.With("status.summary", $$"""{ "images": ["redis:8", "{{image.Name}}:0a1b2c3"] }"""),
        ]);

        var result = await workspace.Verify();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain(
            $"Healthy, but it runs {image.Name}:0a1b2c3 in place of {image.Tag}: if that stays, something overrides the manifests"
        );
    }

    [Theory]
    [InlineData("""["{0}:0a1b2c3", "{0}:{1}"]""")]
    [InlineData("""["{0}:{1}@{2}"]""")]
    [InlineData("""["{0}@{2}"]""")]
    [InlineData("""["redis:8"]""")]
    public async Task A_synced_commit_is_there_where_its_image_runs_or_none_of_that_name_is_known(string images)
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        var image = workspace.Bump!.Reference;
        var shown = string.Format(null, images, image.Name, image.Tag, image.Digest);
        server.Course.Enqueue([
            NewApplication.Of(Name, workspace.Commit).With("status.summary", $$"""{ "images": {{shown}} }"""),
        ]);

        var result = await workspace.Verify();

        result.Status.ShouldBe(StepStatus.Passed);
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
}
