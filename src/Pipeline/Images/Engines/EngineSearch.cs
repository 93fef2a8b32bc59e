using Nuke.Common.IO;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Engines;

/// <summary>Finds the container engine of a run.</summary>
internal static class EngineSearch
{
    /// <summary>The engine that the steps of the run share.</summary>
    /// <exception cref="StepFailedException">There is none.</exception>
    public static Task<ContainerEngine> Engine(this StepContext step) =>
        step.Shared(async cancellation =>
        {
            var engine = await OfThisMachine(step.Artifacts, step.Environment.Registry, cancellation);
            return await engine.For(Scratch.MarkOf(step.Artifacts), cancellation);
        });

    /// <summary>The engine of this machine.</summary>
    /// <param name="artifacts">Takes the log of an engine that has to be started.</param>
    /// <param name="registry">The registry that images will be pushed to.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="StepFailedException">There is none.</exception>
    public static Task<ContainerEngine> OfThisMachine(
        AbsolutePath artifacts,
        string registry,
        CancellationToken cancellation
    ) =>
        Open(
            Environment.GetEnvironmentVariable("DOCKER_HOST"),
            Sockets(),
            () => PodmanService.Start(artifacts, registry, cancellation),
            cancellation
        );

    /// <summary>The first that answers: the host in <c>DOCKER_HOST</c>, the default sockets, Podman.</summary>
    public static async Task<ContainerEngine> Open(
        string? host,
        IEnumerable<string> sockets,
        Func<Task<ContainerEngine>> podman,
        CancellationToken cancellation
    )
    {
        if (!string.IsNullOrEmpty(host))
            return await Named(host, cancellation);

        foreach (var socket in sockets.Where(File.Exists))
        {
            try
            {
                return await ContainerEngine.Connect(new($"unix://{socket}"), service: null, cancellation);
            }
            catch (EngineSilentException)
            {
                // A stale socket, or one that this user may not open.
            }
        }

        return await podman();
    }

    // An engine that the user names is never replaced by another.
    private static async Task<ContainerEngine> Named(string host, CancellationToken cancellation)
    {
        try
        {
            return await ContainerEngine.Connect(new(host), service: null, cancellation);
        }
        catch (Exception silent) when (silent is EngineSilentException or UriFormatException)
        {
            throw new StepFailedException(
                $"no container engine answers at DOCKER_HOST ({host}): {silent.Message}; start it, or unset DOCKER_HOST"
            );
        }
    }

    private static IEnumerable<string> Sockets() =>
        [
            "/var/run/docker.sock",
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker/run/docker.sock"),
        ];
}
