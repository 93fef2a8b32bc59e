using Pipeline.Foundation.Git;

namespace Pipeline.Tests.Deployments.GitOps;

/// <summary>What Git and forges have been seen to write.</summary>
public class RemoteRejectionTests
{
    [Theory]
    [InlineData("!\tabc:refs/heads/main\t[rejected] (fetch first)")]
    [InlineData("!\tabc:refs/heads/main\t[rejected] (non-fast-forward)")]
    [InlineData("! [rejected]        main -> main (fetch first)\nerror: failed to push some refs to 'x'")]
    [InlineData(
        "!\tabc:refs/heads/main\t[remote rejected] (cannot lock ref 'refs/heads/main': is at 1111 but expected 2222)"
    )]
    [InlineData("!\tabc:refs/heads/main\t[remote rejected] (incorrect old value provided)")]
    [InlineData("remote: error: cannot lock ref\n!\tabc:refs/heads/main\t[remote rejected] (failed to update ref)")]
    [InlineData("!\tabc:refs/heads/main\t[remote failure] (remote failed to report status)")]
    public void A_lost_race_can_be_cured(string output)
    {
        var rejection = RemoteRejection.Read(output);

        rejection.Kind.ShouldBe(RejectionKind.Race);
        rejection.IsCurable.ShouldBeTrue();
    }

    [Theory]
    [InlineData("fatal: unable to access 'https://x/': The requested URL returned error: 503")]
    [InlineData("error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502\nfatal: early EOF")]
    [InlineData("fatal: the remote end hung up unexpectedly")]
    [InlineData("fatal: unable to access 'http://x/': Failed to connect to x port 80: Connection refused")]
    [InlineData("ssh: connect to host x port 22: Connection timed out\nfatal: Could not read from remote repository.")]
    public void A_broken_connection_can_be_cured(string output)
    {
        var rejection = RemoteRejection.Read(output);

        rejection.Kind.ShouldBe(RejectionKind.Network);
        rejection.IsCurable.ShouldBeTrue();
    }

    [Theory]
    [InlineData(
        "Protected",
        "remote: error: GH006: Protected branch update failed for refs/heads/main.\n!\ta:refs/heads/main\t[remote rejected] (protected branch hook declined)"
    )]
    [InlineData(
        "Protected",
        "remote: error: GH013: Repository rule violations found for refs/heads/main.\n!\ta:refs/heads/main\t[remote rejected] (push declined due to repository rule violations)"
    )]
    [InlineData(
        "Protected",
        "remote: GitLab: You are not allowed to push code to protected branches on this project.\n!\ta:refs/heads/main\t[remote rejected] (pre-receive hook declined)"
    )]
    [InlineData(
        "Hook",
        "remote: fetch first, then come back\n!\ta:refs/heads/main\t[remote rejected] (pre-receive hook declined)"
    )]
    [InlineData("Hook", "!\ta:refs/heads/main\t[remote rejected] (hook declined)")]
    [InlineData("Replacing", "!\ta:refs/heads/promote/qa/auth\t[remote rejected] (non-fast-forward)")]
    [InlineData("Rights", "!\ta:refs/heads/main\t[remote rejected] (permission denied)")]
    [InlineData(
        "Rights",
        "remote: Permission to a/b.git denied to github-actions[bot].\nfatal: unable to access 'https://x/': The requested URL returned error: 403"
    )]
    [InlineData("Rights", "fatal: could not read Username for 'https://x': terminal prompts disabled")]
    [InlineData("Rights", "remote: HTTP Basic: Access denied\nfatal: Authentication failed for 'https://x/'")]
    [InlineData("Rights", "git@x: Permission denied (publickey).\nfatal: Could not read from remote repository.")]
    [InlineData("HostKey", "Host key verification failed.\nfatal: Could not read from remote repository.")]
    [InlineData("Missing", "fatal: couldn't find remote ref refs/heads/main")]
    [InlineData("Missing", "remote: Repository not found.\nfatal: repository 'https://x/' not found")]
    [InlineData(
        "Missing",
        "fatal: '/x' does not appear to be a git repository\nfatal: Could not read from remote repository."
    )]
    [InlineData("Other", "!\ta:refs/heads/main\t[remote rejected] (shallow update not allowed)")]
    [InlineData("Other", "!\ta:refs/heads/main\t[remote rejected] (unpacker error)")]
    [InlineData("Other", "fatal: bad object abc")]
    public void Everything_else_is_final(string kind, string output)
    {
        var rejection = RemoteRejection.Read(output);

        rejection.Kind.ToString().ShouldBe(kind);
        rejection.IsCurable.ShouldBeFalse();
    }

    [Fact]
    public void The_remotes_own_words_are_kept()
    {
        const string Output =
            "To https://x/\n!\ta:refs/heads/main\t[remote rejected] (pre-receive hook declined)\nDone\nremote: Rest today.\nremote: \nerror: failed to push";

        var message = RemoteRejection.Read(Output).Message;

        message.ShouldBe(
            "! a:refs/heads/main [remote rejected] (pre-receive hook declined); remote: Rest today.; error: failed to push"
        );
    }
}
