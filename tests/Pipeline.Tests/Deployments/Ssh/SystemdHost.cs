using System.Diagnostics;
using CliWrap;
using CliWrap.Buffered;
using Nuke.Common.IO;
using Pipeline.Catalog;

namespace Pipeline.Tests.Deployments.Ssh;

/// <summary>
/// A host: a real <c>sshd</c> and a real systemd in namespaces of their own, with files, processes and a loopback of
/// their own, so that several stand beside each other. A user's manager of root's stands in for the system's, which
/// would have to boot; <c>journalctl</c> says one line.
/// </summary>
internal sealed class SystemdHost : IAsyncDisposable
{
    // The namespaces end with their first process, and all that runs in them with them.
    private const string Boot = """
        set -e
        dir=$1
        mount -t tmpfs tmpfs /run
        mkdir -p /run/systemd/system /run/user/0 /run/sshd
        mount --bind "$dir/home" /root
        mount --bind "$dir/opt" /opt
        mount --bind "$dir/units" /etc/systemd/system
        mount --bind "$dir/units" /etc/systemd/user
        export XDG_RUNTIME_DIR=/run/user/0 HOME=/root
        for groups in /sys/fs/cgroup/systemd /sys/fs/cgroup; do
            test -e "$groups/cgroup.procs" && mkdir -p "$groups/${dir##*/}" || continue
            echo $$ >"$groups/${dir##*/}/cgroup.procs" && break
        done
        /lib/systemd/systemd --user >"$dir/systemd.log" 2>&1 &
        /usr/sbin/sshd -f "$dir/sshd_config" -E "$dir/sshd.log"
        exec python3 -c "$2" "$dir/socket"
        """;

    // Files are common to all: by one, the outside reaches the server of a loopback that is not its own.
    private const string Door = """
        import asyncio, fcntl, socket, struct, sys

        async def copy(source, target):
            try:
                while data := await source.read(65536):
                    target.write(data)
                    await target.drain()
            except OSError:
                pass
            target.close()

        async def enter(source, target):
            inner_source, inner_target = await asyncio.open_connection('127.0.0.1', 22)
            await asyncio.gather(copy(source, inner_target), copy(inner_source, target))

        async def main():
            server = await asyncio.start_unix_server(enter, sys.argv[1])
            await server.serve_forever()

        fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh14x', b'lo', 65))
        asyncio.run(main())
        """;

    private readonly AbsolutePath folder;
    private readonly Process running;

    private SystemdHost(AbsolutePath folder, AbsolutePath key)
    {
        (this.folder, Key) = (folder, key);
        Relay = new(folder / "socket");
        string[] command =
        [
            "unshare",
            "--mount",
            "--net",
            "--pid",
            "--fork",
            "--kill-child",
            "--mount-proc",
            "--propagation",
            "private",
            "sh",
            "-c",
            Boot,
            "boot",
            folder,
            Door,
        ];
        // Namespaces are root's to make.
        if (Environment.UserName != "root")
            command = ["sudo", "-n", .. command];
        running = Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
    }

    /// <summary>The way to it.</summary>
    public SshRelay Relay { get; }

    /// <summary>The file of the private key that it lets in.</summary>
    public AbsolutePath Key { get; }

    public HostAddress Address => new("root", "127.0.0.1", Relay.Port);

    /// <summary>Its line in a file of known hosts.</summary>
    public string KnownAs => $"[127.0.0.1]:{Relay.Port} {File.ReadAllText(folder / "hostkey.pub")}";

    /// <summary>The fingerprint of its key, as OpenSSH shows it.</summary>
    public async Task<string> Fingerprint() =>
        (
            await Cli.Wrap("ssh-keygen").WithArguments(["-lf", folder / "hostkey.pub"]).ExecuteBufferedAsync()
        ).StandardOutput.Split(' ')[1];

    /// <summary>The folder that is its <c>/opt</c>.</summary>
    public AbsolutePath Opt => folder / "opt";

    /// <summary>The folder with its units.</summary>
    public AbsolutePath Units => folder / "units";

    /// <param name="key">The private key that it lets in, beside its public part.</param>
    public static async Task<SystemdHost> Start(AbsolutePath key)
    {
        AbsolutePath place = Directory.CreateTempSubdirectory("pipeline-host-").FullName;
        foreach (var part in new[] { "home", "opt", "units", "bin" })
            Directory.CreateDirectory(place / part);
        await NewKey(place / "hostkey");
        File.Copy($"{key}.pub", place / "authorized_keys");
        await Program(place / "bin" / "systemctl", "exec /bin/systemctl --user \"$@\"");
        await Program(place / "bin" / "journalctl", "echo 'the last words of the program'");
        await File.WriteAllTextAsync(
            place / "sshd_config",
            $"""
            ListenAddress 127.0.0.1:22
            HostKey {place / "hostkey"}
            AuthorizedKeysFile {place / "authorized_keys"}
            SetEnv PATH={place / "bin"}:/usr/sbin:/usr/bin:/sbin:/bin XDG_RUNTIME_DIR=/run/user/0
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin yes

            """
        );
        var host = new SystemdHost(place, key);
        while (!File.Exists(place / "socket"))
        {
            if (host.running.HasExited)
                throw new InvalidOperationException("the host ended before it let anybody in: is sshd installed?");
            await Task.Delay(50);
        }

        while (await host.Run("systemctl is-system-running") is not "running")
            await Task.Delay(100);
        return host;
    }

    public static Task NewKey(AbsolutePath file, string passphrase = "") =>
        Cli.Wrap("ssh-keygen")
            .WithArguments(["-q", "-t", "ed25519", "-N", passphrase, "-C", "made up", "-f", file])
            .ExecuteAsync();

    /// <summary>Runs a command there by OpenSSH's own client, and gives what it writes.</summary>
    public async Task<string> Run(string command)
    {
        var outcome = await Cli.Wrap("ssh")
            .WithArguments([
                "-F",
                "none",
                "-i",
                Key,
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "LogLevel=ERROR",
                "-p",
                $"{Relay.Port}",
                "root@127.0.0.1",
                command,
            ])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        return outcome.StandardOutput.TrimEnd('\n');
    }

    /// <summary>Lets another key in too.</summary>
    public Task LetIn(AbsolutePath publicKey) =>
        File.AppendAllTextAsync(folder / "authorized_keys", File.ReadAllText(publicKey));

    public async ValueTask DisposeAsync()
    {
        Relay.Dispose();
        running.Kill();
        await running.WaitForExitAsync();
        running.Dispose();
        foreach (var groups in new[] { "/sys/fs/cgroup/systemd", "/sys/fs/cgroup" })
            if (Directory.Exists($"{groups}/{folder.Name}"))
                await Cli.Wrap("find")
                    .WithArguments([$"{groups}/{folder.Name}", "-depth", "-type", "d", "-delete"])
                    .WithValidation(CommandResultValidation.None)
                    .ExecuteAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task Program(AbsolutePath file, string text)
    {
        await File.WriteAllTextAsync(file, $"#!/bin/sh\n{text}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
