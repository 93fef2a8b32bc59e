using Nuke.Common.IO;
using Pipeline.Execution.Recovery;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;

namespace Pipeline.Images.Engines;

/// <summary>Podman's Docker-compatible API service, on a socket of its own, for the duration of a run.</summary>
internal sealed class PodmanService : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BackgroundProcess process;
    private readonly DirectoryInfo folder;
    private readonly UnfinishedBuilds builds;

    private PodmanService(BackgroundProcess process, DirectoryInfo folder, UnfinishedBuilds builds) =>
        (this.process, this.folder, this.builds) = (process, folder, builds);

    /// <summary>The control group that builds name, by which their containers are found where they end early.</summary>
    public string Group => builds.Group;

    /// <summary>True where a build has ended early, and may have left containers.</summary>
    public bool HasUnfinishedBuilds { get; set; }

    /// <summary>Starts it.</summary>
    /// <param name="artifacts">The folder that takes its log.</param>
    /// <param name="registry">The registry that images will be pushed to.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="StepFailedException">Podman is not installed, or does not start.</exception>
    public static async Task<ContainerEngine> Start(
        AbsolutePath artifacts,
        string registry,
        CancellationToken cancellation
    )
    {
        if (ProgramPath.Find("podman") is not { } podman)
            throw new StepFailedException(
                "there is no container engine: Docker does not answer and Podman is not installed (./build.sh Setup installs it)"
            );

        // Not below the artifacts: the path of a socket is limited to about 100 bytes.
        var place = Scratch.Create(artifacts, "podman");
        var socket = Path.Combine(place.FullName, "podman.sock");
        var registries = Path.Combine(place.FullName, "registries.conf");
        await File.WriteAllTextAsync(registries, PodmanRegistries.Configure(registry), cancellation);

        var log = artifacts / "podman" / $"{Environment.ProcessId}.log";
        var command = new CommandLine(podman, [.. Runtime(), "system", "service", "--time", "0", $"unix://{socket}"])
        {
            Variables = ImmutableDictionary<string, string?>
                .Empty.Add("CONTAINERS_REGISTRIES_CONF", registries)
                // It leaves a file for each push, and a killed one its layers.
                .Add("TMPDIR", place.FullName)
                // Works without the privileges that a container for every RUN needs.
                .Add("BUILDAH_ISOLATION", "chroot"),
        };
        var builds = new UnfinishedBuilds(podman, artifacts);
        builds.Begin();
        var service = new PodmanService(BackgroundProcess.Start(command, log), place, builds);
        try
        {
            return await service.Answer(new($"unix://{socket}"), log, cancellation);
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        folder.Delete(recursive: true);
        if (!HasUnfinishedBuilds || await builds.Remove())
            builds.End();
    }

    // crun, the default runtime, fails on hybrid cgroups, where version 2 has controllers too.
    private static string[] Runtime()
    {
        const string Hybrid = "/sys/fs/cgroup/unified/cgroup.controllers";
        return File.Exists(Hybrid) && File.ReadAllText(Hybrid).Trim().Length > 0 && ProgramPath.Find("runc") is not null
            ? ["--runtime", "runc"]
            : [];
    }

    private async Task<ContainerEngine> Answer(Uri endpoint, AbsolutePath log, CancellationToken cancellation)
    {
        for (var deadline = DateTimeOffset.UtcNow + Patience; ; await Task.Delay(50, cancellation))
        {
            try
            {
                return await ContainerEngine.Connect(endpoint, this, cancellation);
            }
            catch (EngineSilentException) when (!process.HasEnded && DateTimeOffset.UtcNow < deadline)
            {
                // It takes a moment to open its socket.
            }
            catch (EngineSilentException silent)
            {
                throw new StepFailedException(
                    $"Podman's service {(process.HasEnded ? "ended at once" : $"does not answer ({silent.Message})")}: {LogEnd.Of(log)}"
                );
            }
        }
    }
}
