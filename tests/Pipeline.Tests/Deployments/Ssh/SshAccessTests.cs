using Pipeline.Deployments.Ssh.Connections;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Deployments.Ssh;

/// <summary>Who is let in, and who is trusted.</summary>
public class SshAccessTests(SystemdHosts hosts) : IClassFixture<SystemdHosts>
{
    [Fact]
    public async Task A_host_with_another_key_than_the_known_one_gets_nothing()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        var (host, other) = (workspace.Hosts[0], hosts.All[1]);
        await File.WriteAllTextAsync(
            workspace.Settings.KnownHosts!,
            other.KnownAs.Replace($":{other.Relay.Port} ", $":{host.Relay.Port} ", StringComparison.Ordinal)
        );

        var result = await workspace.Deliver();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith($"{host.Address} presents the key SHA256:");
        result.Reason!.ShouldContain("known_hosts:1): somebody may pose as the host");
        (await host.Run($"ls {workspace.Settings.Folder}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Logins_at_once_wait_for_a_turn_rather_than_be_dropped()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        using var login = HostLogin.Of(workspace.Settings);

        var connections = await Task.WhenAll(
            Enumerable
                .Range(0, 30)
                .Select(_ =>
                    HostConnection.Open(workspace.Settings.Hosts[0], login, TestContext.Current.CancellationToken)
                )
        );

        connections.Length.ShouldBe(30);
        foreach (var connection in connections)
            connection.Dispose();
    }

    [Fact]
    public async Task A_host_that_is_not_known_gets_nothing()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        await File.WriteAllTextAsync(workspace.Settings.KnownHosts!, "");

        (await workspace.Deliver()).Reason!.ShouldContain("its key is not known");
    }

    [Fact]
    public async Task A_pinned_fingerprint_is_enough()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        workspace.Settings = workspace.Settings with
        {
            KnownHosts = null,
            Fingerprints = [await workspace.Hosts[0].Fingerprint()],
        };

        (await workspace.Deliver()).Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task Another_fingerprint_is_not()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        workspace.Settings = workspace.Settings with
        {
            KnownHosts = null,
            Fingerprints = [await hosts.All[1].Fingerprint()],
        };

        (await workspace.Deliver()).Reason!.ShouldContain("its fingerprint is not among \"ssh.fingerprints\"");
    }

    [Fact]
    public async Task A_host_is_reached_through_a_bastion()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        ThroughBastion(workspace, hosts.All[0]);

        var image = await workspace.Push();
        var result = await workspace.Deliver(image);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await workspace.Answer(hosts.All[0])).ShouldBe(image.Tag);
    }

    [Fact]
    public async Task A_bastion_that_is_not_known_is_not_gone_through()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        ThroughBastion(workspace, hosts.All[1]);

        (await workspace.Deliver()).Reason!.ShouldStartWith($"{hosts.All[0].Address} presents the key SHA256:");
    }

    [Fact]
    public async Task A_host_behind_a_bastion_is_held_against_its_own_key()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        ThroughBastion(workspace, hosts.All[0]);
        await File.WriteAllTextAsync(workspace.Settings.KnownHosts!, hosts.All[0].KnownAs);

        (await workspace.Deliver()).Reason!.ShouldStartWith("root@127.0.0.1 presents the key SHA256:");
    }

    [Fact]
    public async Task A_key_that_the_host_does_not_know_is_told_where_to_go()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        await SystemdHost.NewKey(workspace.Root / "stranger");
        workspace.UseKey(await File.ReadAllTextAsync(workspace.Root / "stranger"));

        (await workspace.Deliver()).Reason!.ShouldContain("add its public part to ~root/.ssh/authorized_keys there");
    }

    [Fact]
    public async Task A_key_with_other_line_breaks_and_without_the_last_one_is_taken()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        workspace.UseKey((await File.ReadAllTextAsync(hosts.Key)).TrimEnd().ReplaceLineEndings("\r\n"));

        (await workspace.Deliver()).Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task A_key_with_other_line_breaks_makes_the_same_release()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        var image = await workspace.Push();
        await workspace.Deliver(image);
        workspace.UseKey((await File.ReadAllTextAsync(hosts.Key)).TrimEnd().ReplaceLineEndings("\r\n"));

        (await workspace.Deliver(image)).Reason!.ShouldStartWith($"already at {image.Tag}");
    }

    [Fact]
    public async Task A_key_with_a_passphrase_is_opened_by_it()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        await workspace.Lock("made up");

        (await workspace.Deliver()).Reason!.ShouldContain(
            "holds a key with a passphrase: state \"ssh.passphraseVariable\""
        );
        workspace.UsePassphrase("made up");
        (await workspace.Deliver()).Status.ShouldBe(StepStatus.Passed);
        workspace.UsePassphrase("another");
        (await workspace.Deliver()).Reason!.ShouldContain("is not its passphrase");
    }

    [Theory]
    [InlineData(null, "is not set, which holds the private key for the hosts")]
    [InlineData("ssh-ed25519 AAAA made up", "holds no private key, which begins with -----BEGIN")]
    [InlineData(
        "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
        "cannot be read: it is damaged"
    )]
    public async Task What_is_no_key_is_refused(string? key, string expected)
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        workspace.UseKey(key);

        (await workspace.Deliver()).Reason!.ShouldContain(expected);
    }

    [Fact]
    public async Task A_host_that_is_off_is_tried_again_and_named()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        var off = workspace.Settings.Hosts[0] with { Port = LoopbackPort.Free() };
        workspace.Settings = workspace.Settings with { Hosts = [off] };

        (await workspace.Deliver()).Reason!.ShouldStartWith($"{off} cannot be reached: ");
        workspace.Log("Bump").ShouldContain("tried again in");
    }

    // The server's own loopback is behind it.
    private static void ThroughBastion(SshWorkspace workspace, SystemdHost known)
    {
        workspace.Settings = workspace.Settings with
        {
            Hosts = [new("root", "127.0.0.1", 22)],
            Bastion = workspace.Hosts[0].Address,
        };
        File.WriteAllText(
            workspace.Settings.KnownHosts!,
            $"{known.KnownAs.Replace($":{known.Relay.Port} ", $":{workspace.Hosts[0].Relay.Port} ", StringComparison.Ordinal)}"
                + $"127.0.0.1 {workspace.Hosts[0].KnownAs.Split(' ', 2)[1]}"
        );
    }
}
