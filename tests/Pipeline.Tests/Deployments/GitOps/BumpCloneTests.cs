using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Deployments.GitOps;

public class BumpCloneTests
{
    [Fact]
    public async Task The_clone_is_kept_and_refreshed()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        await workspace.Bump("auth");
        await File.WriteAllTextAsync(Clone(workspace) / "kept", "", TestContext.Current.CancellationToken);
        await remote.Commit((GitOpsRemote.File("flag"), ImageMatchingTests.Deployment("flag", "flag", "busybox")));

        var results = await workspace.Bump("flag");

        results.Single().Status.ShouldBe(StepStatus.Passed);
        File.Exists(Clone(workspace) / "kept").ShouldBeTrue();
    }

    [Fact]
    public async Task The_clone_has_no_history_and_no_files_that_nobody_reads()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await remote.Commit(("movie.bin", new string('x', 100_000)));
        var movie = await GitOpsRemote.Query(remote.Bare, "rev-parse", "main:movie.bin");
        await using var workspace = await BumpWorkspace.Create(remote.Url);

        await workspace.Bump("auth");

        var objects = await GitOpsRemote.Query(
            Clone(workspace),
            "cat-file",
            "--batch-check=%(objectname) %(objecttype)",
            "--batch-all-objects"
        );
        objects.ShouldNotContain(movie);
        // The tip, and the pushed commit.
        objects.Split('\n').Count(line => line.EndsWith(" commit", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("config")]
    [InlineData("objects")]
    [InlineData("shallow")]
    [InlineData("packs")]
    [InlineData("lock")]
    public async Task A_damaged_clone_heals(string damage)
    {
        using var remote = await GitOpsRemote.Create("auth", "flag");
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        await workspace.Bump("auth");
        Damage(Clone(workspace), damage);

        var results = await workspace.Bump("flag");

        results.Single().Status.ShouldBe(StepStatus.Passed, results.Single().Reason);
        (await remote.Commits()).ShouldBe(3);
    }

    [Fact]
    public async Task A_clone_of_another_repository_is_not_used()
    {
        using var first = await GitOpsRemote.Create("auth");
        using var second = await GitOpsRemote.Create("auth");
        await using var workspace = await BumpWorkspace.Create(first.Url);
        await workspace.Bump("auth");
        var gitOps = workspace.Environment.GitOps! with { Repository = second.Url };
        workspace.Environment = workspace.Environment with { GitOps = gitOps };

        await workspace.Bump("auth");

        (await second.Commits()).ShouldBe(2);
    }

    [Fact]
    public async Task Two_runs_in_one_workspace_take_turns()
    {
        using var remote = await GitOpsRemote.Create("auth", "flag");
        await using var workspace = await BumpWorkspace.Create(remote.Url);

        var results = await Task.WhenAll(workspace.Bump("auth"), workspace.Bump("flag"));

        results.ShouldAllBe(result => result.Single().Status == StepStatus.Passed);
        (await remote.Commits()).ShouldBe(3);
    }

    private static AbsolutePath Clone(BumpWorkspace workspace) => workspace.Artifacts / "gitops" / "develop";

    private static void Damage(AbsolutePath clone, string damage)
    {
        switch (damage)
        {
            case "objects":
                Directory.Delete(clone / "objects", recursive: true);
                break;
            case "packs":
                foreach (var pack in Directory.EnumerateFiles(clone / "objects" / "pack", "*.pack"))
                {
                    if (!OperatingSystem.IsWindows())
                        File.SetUnixFileMode(pack, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                    File.WriteAllText(pack, "no pack");
                }

                break;
            case "lock":
                File.WriteAllText(clone / "shallow.lock", "");
                File.WriteAllText(clone / "index.lock", "");
                break;
            default:
                File.WriteAllText(clone / damage, "damaged");
                break;
        }
    }
}
