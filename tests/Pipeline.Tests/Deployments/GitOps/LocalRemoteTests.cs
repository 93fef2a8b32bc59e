using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Deployments.GitOps;

public class LocalRemoteTests
{
    [Fact]
    public async Task The_local_remote_begins_with_the_catalogs_manifests_as_they_are()
    {
        await using var workspace = await BumpWorkspace.Create();
        var text = ImageMatchingTests.Deployment("auth", "auth", "busybox").Replace("\n", "\r\n");
        workspace.Write(GitOpsRemote.File("auth"), text);
        workspace.Write("gitops/argocd/project.yaml", "kind: AppProject\r\n");
        workspace.Write(".gitattributes", "* text=auto eol=lf\n");

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Passed);
        var bare = workspace.Artifacts / "local" / "gitops.git";
        (await GitOpsRemote.Query(bare, "show", $"main~1:{GitOpsRemote.File("auth")}")).ShouldBe(
            text.TrimEnd('\n', '\r')
        );
        (await GitOpsRemote.Query(bare, "ls-tree", "-r", "--name-only", "main")).ShouldBe(
            $"gitops/argocd/project.yaml\n{GitOpsRemote.File("auth")}"
        );
        (await GitOpsRemote.Query(bare, "rev-list", "--count", "main")).ShouldBe("2");
    }

    [Fact]
    public async Task A_half_made_remote_is_never_taken_for_a_whole_one()
    {
        await using var workspace = await BumpWorkspace.Create();
        workspace.Write(GitOpsRemote.File("auth"), ImageMatchingTests.Deployment("auth", "auth", "busybox"));
        workspace.Write("artifacts/local/gitops.git.part/HEAD", "what a killed run has left");

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task Until_something_is_delivered_the_local_remote_follows_the_work_tree()
    {
        await using var workspace = await BumpWorkspace.Create();
        workspace.Write(GitOpsRemote.File("auth"), "kind: Deployment\n");
        var refused = await workspace.Bump("auth");
        workspace.Write(GitOpsRemote.File("auth"), ImageMatchingTests.Deployment("auth", "auth", "busybox"));

        var results = await workspace.Bump("auth");

        refused.Single().Status.ShouldBe(StepStatus.Failed);
        results.Single().Status.ShouldBe(StepStatus.Passed, results.Single().Reason);
    }

    [Fact]
    public async Task Once_something_was_delivered_the_local_remote_keeps_it()
    {
        await using var workspace = await BumpWorkspace.Create();
        workspace.Write(GitOpsRemote.File("auth"), ImageMatchingTests.Deployment("auth", "auth", "busybox"));
        await workspace.Bump("auth");
        workspace.Write(GitOpsRemote.File("auth"), "kind: Deployment\n");
        await workspace.Commit();

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Passed, results.Single().Reason);
        var bare = workspace.Artifacts / "local" / "gitops.git";
        (await GitOpsRemote.Query(bare, "rev-list", "--count", "main")).ShouldBe("3");
    }

    [Fact]
    public async Task Manifests_at_the_root_of_the_repository_come_without_the_rest()
    {
        await using var workspace = await BumpWorkspace.Create();
        workspace.Environment = workspace.Environment with
        {
            GitOps = workspace.Environment.GitOps! with { Path = "." },
        };
        workspace.Write(".gitignore", "");
        workspace.Write("deploy/auth-service.yml", ImageMatchingTests.Deployment("auth", "auth", "busybox"));
        workspace.Write("services/auth/main.go", "package main\n");
        workspace.Write("artifacts/helm/values.yaml", "image: busybox\n");

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Passed, results.Single().Reason);
        var bare = workspace.Artifacts / "local" / "gitops.git";
        (await GitOpsRemote.Query(bare, "ls-tree", "-r", "--name-only", "main")).ShouldBe("deploy/auth-service.yml");
    }

    [Fact]
    public async Task What_manifests_at_the_root_are_rendered_from_comes_along()
    {
        await using var workspace = await BumpWorkspace.Create();
        workspace.Environment = workspace.Environment with
        {
            GitOps = workspace.Environment.GitOps! with { Path = "." },
        };
        string[] wanted =
        [
            "apps/auth/Kustomization",
            "apps/auth/deployment.yaml",
            "apps/auth/patches/image.txt",
            "charts/auth/.helmignore",
            "charts/auth/Chart.yaml",
            "charts/auth/files/a.conf",
            "charts/auth/templates/_helpers.tpl",
            "charts/auth/values.yaml",
            "jobs/auth.json",
        ];
        foreach (var path in wanted)
            workspace.Write(path, "{}\n");
        workspace.Write("apps/auth/Kustomization", "resources: [deployment.yaml]\n");
        workspace.Write("apps/auth/deployment.yaml", ImageMatchingTests.Deployment("auth", "auth", "busybox"));
        workspace.Write("charts/auth/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        workspace.Write("services/auth/main.go", "package main\n");
        workspace.Write("charts/readme.md", "Charts\n");

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Passed, results.Single().Reason);
        var bare = workspace.Artifacts / "local" / "gitops.git";
        (await GitOpsRemote.Query(bare, "ls-tree", "-r", "--name-only", "main")).Split('\n').ShouldBe(wanted);
    }

    [Fact]
    public async Task Without_manifests_there_is_nothing_to_begin_with()
    {
        await using var workspace = await BumpWorkspace.Create();

        var results = await workspace.Bump("auth");

        results.Single().Reason!.ShouldStartWith("there are no manifests to start with");
        Directory.Exists(workspace.Artifacts / "local" / "gitops.git").ShouldBeFalse();
    }

    [Fact]
    public async Task A_remote_of_another_environment_is_not_made()
    {
        await using var workspace = await BumpWorkspace.Create();
        workspace.Write(GitOpsRemote.File("auth"), ImageMatchingTests.Deployment("auth", "auth", "busybox"));
        workspace.Environment = workspace.Environment with { Name = "develop" };

        var results = await workspace.Bump("auth");

        results.Single().Status.ShouldBe(StepStatus.Failed);
        results.Single().Reason!.ShouldContain("does not exist: create it with the manifests in it");
    }
}
