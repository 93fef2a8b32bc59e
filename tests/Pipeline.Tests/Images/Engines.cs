using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Nuke.Common.IO;
using Pipeline.Execution;
using Pipeline.Images.Engines;
using Pipeline.Images.Registries;
using Pipeline.Tests.Images;

[assembly: AssemblyFixture(typeof(Engines))]

namespace Pipeline.Tests.Images;

/// <summary>A Docker, a Podman and a registry of the tests' own, started when first asked for, with storage of their own.</summary>
public sealed class Engines : IAsyncLifetime
{
    public const string Docker = nameof(Docker);
    public const string Podman = nameof(Podman);

    private readonly AbsolutePath root = Directory.CreateTempSubdirectory("pipeline-engines-").FullName;
    private readonly List<IAsyncDisposable> started = [];
    private readonly Lazy<Task<ContainerEngine>> docker;
    private readonly Lazy<Task<ContainerEngine>> podman;
    private readonly Lazy<Task<string>> registry;
    private readonly Lazy<Task<AbsolutePath>> server;

    public Engines()
    {
        docker = new(StartDocker);
        podman = new(StartPodman);
        registry = new(StartRegistry);
        server = new(BuildServer);
    }

    /// <summary>The registry that all engines push to.</summary>
    public Task<string> Registry => registry.Value;

    /// <summary>A static program that says what it does and answers /health on the port in PORT; it fails where FAIL is set.</summary>
    public Task<AbsolutePath> Server => server.Value;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<ContainerEngine> Start(string name)
    {
        await Registry;
        return await (name == Docker ? docker : podman).Value;
    }

    /// <summary>A further connection, which a run can end without ending the engine.</summary>
    public async Task<ContainerEngine> Connect(string name)
    {
        var engine = await Start(name);
        var service = name == Podman ? new Kept() : null;
        return await ContainerEngine.Connect(engine.Endpoint, service, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(started))
            await part.DisposeAsync();
        // Storage drivers and network namespaces leave mounts behind.
        foreach (var line in File.ReadLines("/proc/mounts").Reverse().ToArray())
        {
            if (line.Split(' ')[1] is var mount && mount.StartsWith(root + "/", StringComparison.Ordinal))
                await Process.Start("umount", [mount]).WaitForExitAsync();
        }

        Directory.Delete(root, recursive: true);
    }

    private async Task<string> StartRegistry()
    {
        var name = $"127.0.0.1:{LoopbackPort.Free()}";
        started.Add(RegistryProcess.Start("docker-registry", name, root / "registry", root / "config"));
        using var client = new TcpClient();
        await Eventually(async () => await client.ConnectAsync(IPEndPoint.Parse(name)));
        return name;
    }

    private async Task<ContainerEngine> StartDocker()
    {
        var endpoint = new Uri($"unix://{root}/docker.sock");
        var command = new CommandLine(
            "dockerd",
            "--iptables=false",
            "--bridge=none",
            "--data-root",
            root / "docker",
            "--exec-root",
            root / "docker-exec",
            "--pidfile",
            root / "docker.pid",
            "-H",
            endpoint.OriginalString
        );
        started.Add(BackgroundProcess.Start(command, root / "docker.log"));
        ContainerEngine? engine = null;
        await Eventually(async () => engine = await ContainerEngine.Connect(endpoint, null, CancellationToken.None));
        return engine!;
    }

    private async Task<ContainerEngine> StartPodman()
    {
        // Podman has no parameter for its storage that a service would take over.
        const string Variable = "CONTAINERS_STORAGE_CONF";
        File.WriteAllText(
            root / "storage.conf",
            $"[storage]\ndriver = \"overlay\"\ngraphroot = \"{root}/podman\"\nrunroot = \"{root}/podman-run\"\n"
        );
        System.Environment.SetEnvironmentVariable(Variable, root / "storage.conf");
        var starting = PodmanService.Start(root, await Registry, CancellationToken.None);
        System.Environment.SetEnvironmentVariable(Variable, null);
        var engine = await starting;
        started.Add(engine);
        return engine;
    }

    private async Task<AbsolutePath> BuildServer()
    {
        var folder = root / "server";
        Directory.CreateDirectory(folder);
        File.WriteAllText(folder / "go.mod", "module server\n\ngo 1.19\n");
        File.WriteAllText(
            folder / "main.go",
            """
            package main

            import (
            	"fmt"
            	"net/http"
            	"os"
            )

            func main() {
            	fmt.Println("starting")
            	if os.Getenv("FAIL") != "" {
            		fmt.Fprintln(os.Stderr, "no database")
            		os.Exit(3)
            	}
            	http.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) {})
            	http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil)
            }

            """
        );
        var start = new ProcessStartInfo("go", ["build", "-ldflags=-s -w", "-o", "server", "."])
        {
            WorkingDirectory = folder,
            Environment = { ["CGO_ENABLED"] = "0" },
        };
        using var go = Process.Start(start)!;
        await go.WaitForExitAsync();
        go.ExitCode.ShouldBe(0);
        return folder / "server";
    }

    private static async Task Eventually(Func<Task> attempt)
    {
        for (var deadline = DateTimeOffset.UtcNow.AddSeconds(60); ; await Task.Delay(100))
        {
            try
            {
                await attempt();
                return;
            }
            catch (Exception) when (DateTimeOffset.UtcNow < deadline)
            {
                // It is starting.
            }
        }
    }

    // Stands for a service that is not ours to end.
    private sealed class Kept : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
