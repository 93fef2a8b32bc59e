using System.Diagnostics;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Deployments.History;
using Pipeline.Foundation.Git;

namespace Pipeline.Tests.Deployments.GitOps;

public class BumpIdentityTests
{
    [Fact]
    public async Task The_identity_is_the_one_that_Git_has_where_the_sources_are()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var workspace = await BumpWorkspace.Create(remote.Url);

        await workspace.Bump("auth");

        (await remote.Show("%an <%ae> %cn <%ce>")).ShouldBe(
            "A Developer <developer@example.com> A Developer <developer@example.com>"
        );
    }

    [Fact]
    public async Task Pipeline_commits_where_Git_knows_no_one()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        await workspace.Configure("user.name", "");
        await workspace.Configure("user.email", "");

        await workspace.Bump("auth");

        (await remote.Show("%an <%ae>")).ShouldBe("Pipeline <pipeline@localhost>");
    }

    [Theory]
    [InlineData("{0}", true)]
    [InlineData("{0}/", true)]
    [InlineData("https://elsewhere.example/gitops.git", false)]
    public async Task A_commit_to_the_sources_own_repository_starts_no_run(string address, bool skips)
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        await workspace.Git("remote", "add", "origin", string.Format(address, remote.Bare));

        await workspace.Bump("auth");

        (await remote.Show("%B")).Contains("\n\n[skip ci]\n\n").ShouldBe(skips);
        DeploymentTrailers.Parse(await remote.Show("%B")).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("https://github.com/jane/shop", "https://github.com/jane/shop.git", true)]
    [InlineData("git@github.com:jane/shop.git", "https://github.com/jane/shop", true)]
    [InlineData("ssh://git@github.com/jane/shop", "git@github.com:jane/shop.git", true)]
    [InlineData("https://github.com/jane/shop", "https://github.com/jane/shop-gitops", false)]
    [InlineData("https://github.com/jane/shop", "https://gitlab.com/jane/shop", false)]
    public async Task One_repository_is_known_by_any_of_its_addresses(string origin, string gitOps, bool same)
    {
        await using var workspace = await BumpWorkspace.Create();
        await workspace.Git("remote", "add", "origin", origin);

        var isSources = RemoteAddress.IsSources(
            new(gitOps, "main", ""),
            workspace.Root,
            await GitSettings.Read(workspace.Root, TestContext.Current.CancellationToken)
        );

        isSources.ShouldBe(same);
    }

    [Fact]
    public async Task Commits_are_signed_where_Git_is_configured_to()
    {
        using var remote = await GitOpsRemote.Create("auth");
        await using var workspace = await BumpWorkspace.Create(remote.Url);
        var key = workspace.Root / "artifacts" / "key";
        Directory.CreateDirectory(workspace.Root / "artifacts");
        using (var keygen = Process.Start("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "made up", "-f", key]))
            await keygen.WaitForExitAsync(TestContext.Current.CancellationToken);
        await workspace.Configure("gpg.format", "ssh");
        await workspace.Configure("user.signingkey", key);
        await workspace.Configure("commit.gpgsign", "true");

        await workspace.Bump("auth");

        var commit = await GitOpsRemote.Query(remote.Bare, "cat-file", "commit", "main");
        commit.ShouldContain("gpgsig -----BEGIN SSH SIGNATURE-----");
    }
}
