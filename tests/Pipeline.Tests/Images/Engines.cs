using System.Collections.Concurrent;
using System.Diagnostics;
using Nuke.Common.IO;
using Pipeline.Foundation.Processes;
using Pipeline.Images.Engines;
using Pipeline.Images.LocalRegistries;
using Pipeline.Tests.Images;

[assembly: AssemblyFixture(typeof(Engines))]

namespace Pipeline.Tests.Images;

/// <summary>
/// Dockers, a Podman and a registry of the tests' own, started when first asked for, with storage of their own.
/// </summary>
public sealed class Engines : IAsyncLifetime
{
    /// <summary>With its classic builder alone.</summary>
    public const string Docker = nameof(Docker);

    public const string Podman = nameof(Podman);

    /// <summary>The same Docker, with buildx.</summary>
    public const string Buildx = nameof(Buildx);

    /// <summary>A Docker that has the containerd image store, with buildx.</summary>
    public const string BuildxStore = nameof(BuildxStore);

    private readonly AbsolutePath root = Directory.CreateTempSubdirectory("pipeline-engines-").FullName;
    private readonly ConcurrentStack<IAsyncDisposable> started = [];
    private readonly Lazy<Task<ContainerEngine>> docker;
    private readonly Lazy<Task<ContainerEngine>> store;
    private readonly Lazy<Task<ContainerEngine>> podman;
    private readonly Lazy<Task<AbsolutePath>> buildx;
    private readonly Lazy<Task<string>> registry;
    private readonly Lazy<Task<AbsolutePath>> server;
    private readonly Lazy<Task<AbsolutePath>> reader;

    public Engines()
    {
        docker = new(() => StartDocker("docker", "dockerd"));
        store = new(StartStore);
        buildx = new(InstallBuildx);
        podman = new(StartPodman);
        registry = new(StartRegistry);
        server = new(BuildServer);
        reader = new(BuildSecretReader);
    }

    /// <summary>The registry that all engines push to.</summary>
    public Task<string> Registry => registry.Value;

    /// <summary>
    /// A static program that says what it does and answers /health on the port in PORT; it fails where FAIL is set.
    /// </summary>
    public Task<AbsolutePath> Server => server.Value;

    /// <summary>A static program that says how long the secret is that is mounted as "token".</summary>
    public Task<AbsolutePath> SecretReader => reader.Value;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    internal async Task<ContainerEngine> Start(string name)
    {
        await Registry;
        return await (
            name switch
            {
                Docker or Buildx => docker,
                BuildxStore => store,
                _ => podman,
            }
        ).Value;
    }

    /// <summary>
    /// What steps find programs by: Docker's command line has buildx, or not, whatever this machine's has.
    /// </summary>
    public async Task<string> SearchPath(string name)
    {
        var folder = root / (name is Buildx or BuildxStore ? "with-buildx" : "without-buildx");
        var plugins = name is Buildx or BuildxStore ? await buildx.Value : folder;
        Directory.CreateDirectory(folder);
        // The words and the exit code of a command line that has no such plugin.
        var refusal =
            plugins == folder
                ? "[ \"$1\" != buildx ] || { echo 'docker: unknown command: docker buildx' >&2; exit 1; }\n"
                : "";
        var real = ProgramPath.Find("docker").ShouldNotBeNull();
        var program = folder / "docker";
        if (!File.Exists(program))
        {
            var part = $"{program}.{Guid.NewGuid():N}";
            // A login of the step's own goes before the plugins' folder, which it does not know.
            File.WriteAllText(
                part,
                $$"""
                #!/bin/sh
                {{refusal}}[ -z "$DOCKER_CONFIG" ] || ln -sfn '{{plugins}}/cli-plugins' "$DOCKER_CONFIG/cli-plugins"
                BUILDX_CONFIG='{{plugins}}/buildx' DOCKER_CONFIG="${DOCKER_CONFIG:-{{plugins}}}" exec '{{real}}' "$@"

                """
            );
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(part, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.Move(part, program, overwrite: true);
        }

        return $"{folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
    }

    /// <summary>A further connection, which a run can end without ending the engine.</summary>
    internal async Task<ContainerEngine> Connect(string name)
    {
        var engine = await Start(name);
        var service = name == Podman ? new Kept() : null;
        return await ContainerEngine.Connect(engine.Endpoint, service, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        while (started.TryPop(out var part))
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
        var port = LoopbackPort.Free();
        var name = $"127.0.0.1:{port}";
        started.Push(RegistryProcess.Start("docker-registry", name, root / "registry", root / "config"));
        await LoopbackPort.Answers(port);
        return name;
    }

    private async Task<ContainerEngine> StartStore()
    {
        var config = root / "store.json";
        File.WriteAllText(config, """{ "features": { "containerd-snapshotter": true } }""");
        // Docker has it since 24.
        string program =
            await MajorVersion("dockerd") >= 24 ? "dockerd" : await DebianPrograms.Of("docker.io") / "usr/sbin/dockerd";
        return await StartDocker("store", program, "--config-file", config);
    }

    private static async Task<int> MajorVersion(string program)
    {
        var start = new ProcessStartInfo(program, ["--version"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return int.Parse(said.Split(' ')[2].Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    // The configuration of a command line that finds the plugin, and no login of whoever runs the tests.
    private async Task<AbsolutePath> InstallBuildx()
    {
        const string Name = "docker-buildx";
        var plugin =
            new[]
            {
                "/usr/libexec/docker/cli-plugins",
                "/usr/lib/docker/cli-plugins",
                "/usr/local/lib/docker/cli-plugins",
            }
                .Select(place => Path.Combine(place, Name))
                .FirstOrDefault(File.Exists)
            ?? await DebianPrograms.Of(Name) / "usr/libexec/docker/cli-plugins" / Name;
        var plugins = root / "buildx" / "cli-plugins";
        Directory.CreateDirectory(plugins);
        File.CreateSymbolicLink(plugins / Name, plugin);
        return plugins.Parent!;
    }

    private async Task<ContainerEngine> StartDocker(string name, string program, params string[] options)
    {
        var endpoint = new Uri($"unix://{root}/{name}.sock");
        var command = new CommandLine(
            program,
            [
                .. options,
                "--iptables=false",
                "--bridge=none",
                "--data-root",
                root / name,
                "--exec-root",
                root / $"{name}-exec",
                "--pidfile",
                root / $"{name}.pid",
                "-H",
                endpoint.OriginalString,
            ]
        );
        started.Push(BackgroundProcess.Start(command, root / $"{name}.log"));
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
        var address = await Registry;
        Environment.SetEnvironmentVariable(Variable, root / "storage.conf");
        try
        {
            var engine = await PodmanService.Start(root, address, CancellationToken.None);
            started.Push(engine);
            return engine;
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    private Task<AbsolutePath> BuildServer() =>
        Program(
            "server",
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

    private Task<AbsolutePath> BuildSecretReader() =>
        Program(
            "reader",
            """
            package main

            import (
            	"fmt"
            	"os"
            )

            func main() {
            	secret, err := os.ReadFile("/run/secrets/token")
            	if err != nil {
            		fmt.Fprintln(os.Stderr, err)
            		os.Exit(1)
            	}
            	fmt.Println("a secret of", len(secret), "letters")
            }

            """
        );

    // A static program, which needs nothing else in an image.
    private async Task<AbsolutePath> Program(string name, string source)
    {
        var folder = root / name;
        Directory.CreateDirectory(folder);
        File.WriteAllText(folder / "go.mod", $"module {name}\n\ngo 1.19\n");
        File.WriteAllText(folder / "main.go", source);
        var start = new ProcessStartInfo("go", ["build", "-ldflags=-s -w", "-o", name, "."])
        {
            WorkingDirectory = folder,
            Environment = { ["CGO_ENABLED"] = "0" },
        };
        using var go = Process.Start(start)!;
        await go.WaitForExitAsync();
        go.ExitCode.ShouldBe(0);
        return folder / name;
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
