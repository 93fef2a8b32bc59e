using CliWrap;
using CliWrap.Buffered;
using Pipeline.Deployments.Ssh.Hosts;

namespace Pipeline.Tests.Deployments.Ssh;

public class HostFailureTests
{
    [Theory]
    [InlineData("sudo: a password is required\n", "sudo wants a password of deploy")]
    [InlineData("sh: 1: exec: sudo: not found\n", "deploy is not root, and there is no sudo")]
    [InlineData("deploy is not in the sudoers file.\n", "deploy may not use sudo there")]
    [InlineData("cat: write error: No space left on device\n", "its disk is full (cat: write error: No space")]
    [InlineData("tar: not found\n", "tar: not found")]
    [InlineData("", "see whether deploy has a login shell there")]
    public void What_a_host_says_is_told_with_what_to_do(string error, string expected) =>
        HostFailure.Of(new("deploy", "web1", 22), error).Message.ShouldContain(expected);

    [Fact]
    public async Task Scripts_for_hosts_have_no_pitfalls()
    {
        var outcome = await Cli.Wrap("shellcheck")
            .WithArguments([
                "-s",
                "sh",
                .. Directory.GetFiles(Path.Combine(Repository.Root, "src/Pipeline/Deployments/Ssh/Scripts")),
            ])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();

        outcome.StandardOutput.ShouldBeEmpty();
        outcome.ExitCode.ShouldBe(0);
    }
}
