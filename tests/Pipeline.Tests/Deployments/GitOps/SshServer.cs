using System.Net;
using System.Net.Sockets;
using CliWrap;
using Nuke.Common.IO;

namespace Pipeline.Tests.Deployments.GitOps;

/// <summary>
/// A real <c>sshd</c> on loopback that lets one key in, and the options for an <c>ssh</c> that has that key.
/// </summary>
internal sealed class SshServer : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly Task running;

    private SshServer(AbsolutePath folder, int port)
    {
        Folder = folder;
        Port = port;
        var sshd = Cli.Wrap("/usr/sbin/sshd").WithArguments(["-D", "-e", "-f", folder / "sshd_config"]);
        running = sshd.WithValidation(CommandResultValidation.None).ExecuteAsync(end.Token);
    }

    public int Port { get; }

    /// <summary>What Git runs to reach it.</summary>
    public string Command =>
        $"ssh -F none -i {Folder / "key"} -o IdentitiesOnly=yes -o UserKnownHostsFile={Folder / "known_hosts"}";

    private AbsolutePath Folder { get; }

    /// <param name="environment">The variables that it takes from clients.</param>
    public static async Task<SshServer> Start(string environment = "GIT_PROTOCOL")
    {
        AbsolutePath folder = Directory.CreateTempSubdirectory("pipeline-ssh-").FullName;
        var port = LoopbackPort.Free();
        foreach (var key in new[] { "host", "key", "stranger" })
            await Cli.Wrap("ssh-keygen")
                .WithArguments(["-q", "-t", "ed25519", "-N", "", "-C", "made up", "-f", folder / key])
                .ExecuteAsync();
        File.Copy(folder / "key.pub", folder / "authorized_keys");
        var known = await File.ReadAllTextAsync(folder / "host.pub");
        await File.WriteAllTextAsync(folder / "known_hosts", $"[127.0.0.1]:{port} {known}");
        await File.WriteAllTextAsync(
            folder / "sshd_config",
            $"""
            ListenAddress 127.0.0.1:{port}
            HostKey {folder / "host"}
            AuthorizedKeysFile {folder / "authorized_keys"}
            AcceptEnv {environment}
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin yes

            """
        );
        // Where it is started by root, it gives its rights up in there.
        if (Environment.UserName == "root")
            Directory.CreateDirectory("/run/sshd");
        var server = new SshServer(folder, port);
        await server.WaitUntilItAnswers();
        return server;
    }

    /// <summary>From now on the server's key is another one than the known one.</summary>
    public Task ForgetHost() => File.WriteAllTextAsync(Folder / "known_hosts", "");

    /// <summary>From now on another key is used, which the server does not let in.</summary>
    public void LoseKey() => File.Copy(Folder / "stranger", Folder / "key", overwrite: true);

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(10)));
        end.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task WaitUntilItAnswers()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (attempt < 100 && !running.IsCompleted)
            {
                await Task.Delay(100);
            }
        }
    }
}
