using Docker.DotNet;
using Docker.DotNet.Models;

namespace Pipeline.Images.Engines;

/// <summary>A container to start, whose server listens on one port of the loopback interface.</summary>
/// <param name="Image">A name or id of an image that the engine has.</param>
/// <param name="Port">The port, the same inside and outside.</param>
/// <param name="Variables">Environment variables, <c>NAME=value</c>.</param>
/// <param name="Binds">Bind mounts, <c>from:to</c>.</param>
internal sealed record ContainerRecipe(
    string Image,
    int Port,
    ImmutableArray<string> Variables,
    params ImmutableArray<string> Binds
)
{
    /// <summary>The command's arguments; none: the image's.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];
}

internal sealed partial class ContainerEngine
{
    private const string WorkspaceLabel = "pipeline.workspace";

    /// <summary>Starts a container and returns its id.</summary>
    internal Task<string> Start(ContainerRecipe recipe, CancellationToken cancellation) =>
        Ask(
            $"start a container of {recipe.Image}",
            async () =>
            {
                var parameters = new CreateContainerParameters
                {
                    Image = recipe.Image,
                    Env = [.. recipe.Variables],
                    Cmd = recipe.Arguments.IsEmpty ? null : [.. recipe.Arguments],
                    HostConfig = Reachable(recipe.Port),
                    Labels = new Dictionary<string, string> { [WorkspaceLabel] = Workspace },
                    ExposedPorts = new Dictionary<string, EmptyStruct> { [$"{recipe.Port}/tcp"] = default },
                };
                parameters.HostConfig.Binds = [.. recipe.Binds];
                parameters.HostConfig.Ulimits = [.. service is null ? [] : ProcessLimits.Current()];
                var created = await client.Containers.CreateContainerAsync(parameters, cancellation);
                try
                {
                    await client.Containers.StartContainerAsync(created.ID, new(), cancellation);
                }
                catch
                {
                    await Remove(created.ID);
                    throw;
                }

                return created.ID;
            }
        );

    /// <summary>Removes containers that a killed run of the workspace left behind.</summary>
    internal async Task RemoveLeftovers(CancellationToken cancellation)
    {
        var labels = new Dictionary<string, bool> { [$"{WorkspaceLabel}={Workspace}"] = true };
        var left = await Ask(
            "list containers",
            () =>
                client.Containers.ListContainersAsync(
                    new()
                    {
                        All = true,
                        Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = labels },
                    },
                    cancellation
                )
        );
        foreach (var container in left)
            await Remove(container.ID);
    }

    /// <summary>True while a container runs.</summary>
    internal Task<bool> IsRunning(string container, CancellationToken cancellation) =>
        Ask(
            "look at a container",
            async () => (await client.Containers.InspectContainerAsync(container, cancellation)).State.Running
        );

    /// <summary>The last lines that a container has written.</summary>
    internal Task<ImmutableArray<string>> LastLines(string container, int lines, CancellationToken cancellation) =>
        Ask<ImmutableArray<string>>(
            "read a container's log",
            async () =>
            {
                var parameters = new ContainerLogsParameters
                {
                    ShowStdout = true,
                    ShowStderr = true,
                    Tail = lines.ToString(),
                };
                using var log = await client.Containers.GetContainerLogsAsync(
                    container,
                    false,
                    parameters,
                    cancellation
                );
                var (output, errors) = await log.ReadOutputToEndAsync(cancellation);
                return [.. (output + errors).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
            }
        );

    /// <summary>Stops and removes a container, whether it still runs or not.</summary>
    internal Task Remove(string container) =>
        Ask(
            "remove a container",
            async () =>
            {
                try
                {
                    await client.Containers.StopContainerAsync(container, new() { WaitBeforeKillSeconds = 5 });
                }
                catch (DockerApiException)
                {
                    // It never started, and only has to be removed.
                }

                await client.Containers.RemoveContainerAsync(container, new() { Force = true, RemoveVolumes = true });
                return true;
            }
        );

    // Some machines have no bridge network; on other systems engines run in a virtual machine with a network of its
    // own.
    private static HostConfig Reachable(int port) =>
        OperatingSystem.IsLinux()
            ? new() { NetworkMode = "host" }
            : new()
            {
                PortBindings = new Dictionary<string, IList<PortBinding>>
                {
                    [$"{port}/tcp"] = [new() { HostIP = "127.0.0.1", HostPort = port.ToString() }],
                },
            };
}
