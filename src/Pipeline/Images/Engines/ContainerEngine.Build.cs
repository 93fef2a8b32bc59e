using Docker.DotNet.Models;
using Pipeline.Execution.Logs;
using Pipeline.Execution.Recovery;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;

namespace Pipeline.Images.Engines;

public sealed partial class ContainerEngine
{
    /// <summary>True where Docker keeps images as registries do, so that its BuildKit writes them out for several platforms too.</summary>
    internal Task<bool> HasContainerdStore(CancellationToken cancellation) =>
        Ask(
            "say how it keeps images",
            async () =>
                (await client.System.GetSystemInfoAsync(cancellation)).DriverStatus?.Any(status =>
                    status is ["driver-type", "io.containerd.snapshotter.v1"]
                ) == true
        );

    /// <summary>Builds an image by the engine's own builder, and tags it.</summary>
    /// <exception cref="StepFailedException">It could not be built; the reason is the engine's.</exception>
    internal async Task<EngineImage> Build(ImageRecipe recipe, StepLog log, CancellationToken cancellation)
    {
        if (podman is not null)
            recipe = PodmanParameters.WithOrderedLabels(recipe);
        // A file: contexts can be large, and one whose length is known is not sent in chunks.
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
        var headers = podman is null ? null : PodmanParameters.Headers(recipe, podman);
        var messages = new EngineMessages(log);
        await Follow(
            $"build {recipe.Tag}",
            messages,
            () =>
                client.Images.BuildImageFromDockerfileAsync(parameters, archive, null, headers, messages, cancellation)
        );
        // By its id, since another run may build and tag at the same time.
        return await Find(messages.ImageId ?? recipe.Tag, cancellation)
            ?? throw new StepFailedException($"{Name} built {recipe.Tag} and does not know it");
    }

    // For Podman it may hold secrets.
    private static FileStreamOptions ForArchive() =>
        new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        }.With(FileModes.OwnersAlone);
}
