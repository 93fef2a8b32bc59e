using System.Text;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Remotes;

namespace Pipeline.Tests.Deployments.GitOps;

public sealed class CommitImportTests
{
    [Theory]
    [InlineData("""gitops/with space.yaml""")]
    [InlineData("""gitops/with "quotes".yaml""")]
    [InlineData("""gitops/with\backslash.yaml""")]
    [InlineData("gitops/with\nline.yaml")]
    [InlineData("gitops/größe.yaml")]
    public async Task Git_takes_every_path_and_every_byte(string path)
    {
        using var remote = await GitOpsRemote.Create("auth");
        var content = new byte[] { 0, 0xFF, (byte)'\r', (byte)'\n', (byte)'"' };

        var commit = await Pipeline.Foundation.Git.GitCommand.Pipe(
            remote.Bare,
            ["fast-import", "--quiet", "--force"],
            CommitImport.Of(
                "refs/heads/main",
                [(new(new ManifestFile(path, ""u8.ToArray()), "100755"), content)],
                "größer\n\nund mehr",
                new([], "Jane <jane@example.com>", "Joe <joe@example.com>"),
                new(2026, 11, 30, 9, 30, 0, new(-3, -30, 0))
            ),
            TestContext.Current.CancellationToken
        );

        var listed = await GitOpsRemote.Query(remote.Bare, "ls-tree", "-r", "-z", CommitImport.Reference);
        var entry = listed.Split('\0').Single(entry => entry.EndsWith($"\t{path}", StringComparison.Ordinal));
        entry.ShouldStartWith("100755 blob ");
        var size = await GitOpsRemote.Query(remote.Bare, "cat-file", "-s", entry.Split(' ', '\t')[2]);
        size.ShouldBe("5");
        listed.ShouldContain(GitOpsRemote.File("auth"));
        var told = System.Text.Encoding.ASCII.GetString(commit).TrimEnd('\n');
        (await GitOpsRemote.Query(remote.Bare, "log", "-1", "--format=%H %an %ae %cn %ce %ai%n%B", told)).ShouldBe(
            $"{told} Jane jane@example.com Joe joe@example.com 2026-11-30 09:30:00 -0330\ngrößer\n\nund mehr"
        );
    }
}
