using System.Text;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Remotes;

namespace Pipeline.Tests.Deployments.GitOps;

public sealed class TreeImportTests
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

        await Pipeline.Foundation.Git.GitCommand.Pipe(
            remote.Bare,
            ["fast-import", "--quiet", "--force"],
            TreeImport.Of("refs/heads/main", [(new(new ManifestFile(path, ""u8.ToArray()), "100755"), content)]),
            TestContext.Current.CancellationToken
        );

        var listed = await GitOpsRemote.Query(remote.Bare, "ls-tree", "-r", "-z", TreeImport.Reference);
        var entry = listed.Split('\0').Single(entry => entry.EndsWith($"\t{path}", StringComparison.Ordinal));
        entry.ShouldStartWith("100755 blob ");
        var size = await GitOpsRemote.Query(remote.Bare, "cat-file", "-s", entry.Split(' ', '\t')[2]);
        size.ShouldBe("5");
        listed.ShouldContain(GitOpsRemote.File("auth"));
    }
}
