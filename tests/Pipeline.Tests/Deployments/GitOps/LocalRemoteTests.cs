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
