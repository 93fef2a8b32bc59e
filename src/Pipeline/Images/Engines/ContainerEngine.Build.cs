using Docker.DotNet.Models;
using Pipeline.Execution.Logs;
using Pipeline.Execution.Recovery;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;

namespace Pipeline.Images.Engines;

internal sealed partial class ContainerEngine
{
    /// <summary>True where Docker uses the containerd image store, which exports multi-platform images.</summary>
    internal Task<bool> HasContainerdStore(CancellationToken cancellation) =>
        Ask(
            "say how it keeps images",
            async () =>
                (await client.System.GetSystemInfoAsync(cancellation)).DriverStatus?.Any(status =>
                    status is ["driver-type", "io.containerd.snapshotter.v1"]
                ) == true
        );

    /// <summary>Builds an image with the engine's own builder, and tags it.</summary>
    /// <exception cref="StepFailedException">It could not be built; the reason is the engine's.</exception>
    internal async Task<LocalImage> Build(ImageRecipe recipe, StepLog log, CancellationToken cancellation)
    {
        var own = service as PodmanService;
        if (podman is not null)
            recipe = PodmanParameters.WithOrderedLabels(recipe);
        // A file, as contexts can be large, and because a known length avoids chunked encoding.
        await using var archive = new FileStream(Scratch.NameFile(Workspace, "context"), ForArchive());
        recipe.Context.Write(archive, log.Write, PodmanParameters.SecretFiles(recipe));
        archive.Position = 0;

        var parameters = new ImageBuildParameters
        {
            Tags = [recipe.Tag],
            Dockerfile = recipe.Context.DockerfileName,
            Labels = new Dictionary<string, string>(recipe.Labels),
            BuildArgs = new Dictionary<string, string>(recipe.Arguments),
            Platform = recipe.Platforms is [var platform] ? platform : null,
            Remove = true,
            ForceRemove = true,
        };
        var headers = podman is null ? null : PodmanParameters.Headers(recipe, podman, own?.Group);
        var messages = new EngineMessages(log);
        try
        {
            await Follow(
                $"build {recipe.Tag}",
                messages,
                () =>
                    client.Images.BuildImageFromDockerfileAsync(
                        parameters,
                        archive,
                        null,
                        headers,
                        messages,
                        cancellation
                    )
            );
        }
        catch
        {
            _ = own?.HasUnfinishedBuilds = true;
            throw;
        }

        // By id, as another run may tag its own at the same time.
        return await Find(messages.ImageId ?? recipe.Tag, cancellation)
            ?? throw new StepFailedException($"{Name} built {recipe.Tag}, but does not find it");
    }

    // Podman's archive holds build secrets.
    private static FileStreamOptions ForArchive() =>
        new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        }.With(FileModes.OwnersAlone);
}
