using Docker.DotNet;
using Docker.DotNet.Models;
using Pipeline.Catalog;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Engines;

internal sealed partial class ContainerEngine
{
    /// <summary>How long a pull may make no progress.</summary>
    internal static readonly TimeSpan PullPatience = TimeSpan.FromSeconds(20);

    /// <summary>What the engine knows of an image; null where it has none of that name or id.</summary>
    internal Task<LocalImage?> Find(string image, CancellationToken cancellation) =>
        Ask<LocalImage?>(
            $"look up {image}",
            async () =>
            {
                try
                {
                    var found = await client.Images.InspectImageAsync(image, cancellation);
                    return new(found.ID, found.Size, found.Config?.Labels?.AsReadOnly() ?? NoLabels)
                    {
                        Pulled = [.. found.RepoDigests ?? []],
                    };
                }
                catch (DockerImageNotFoundException)
                {
                    return null;
                }
            }
        );

    /// <summary>Pulls an image; fails when the engine reports no progress for <paramref name="patience"/>.</summary>
    /// <exception cref="StepFailedException">It could not be pulled.</exception>
    internal async Task<LocalImage> Pull(
        ImageReference image,
        AuthConfig? login,
        TimeSpan patience,
        StepLog log,
        CancellationToken cancellation
    )
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        waiting.CancelAfter(patience);
        // Unpacking a large layer reports no progress.
        var messages = new EngineMessages(log, () => waiting.CancelAfter(10 * patience));
        var parameters = new ImagesCreateParameters
        {
            FromImage = image.Digest is null ? image.Name : $"{image.Name}@{image.Digest}",
            Tag = image.Digest is null ? image.Tag ?? "latest" : null,
        };
        try
        {
            await Follow(
                $"pull {image}",
                messages,
                () => client.Images.CreateImageAsync(parameters, login, messages, waiting.Token)
            );
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TransientException(
                $"{Name} could not pull {image}: nothing was heard for {patience.TotalSeconds:0} s"
            );
        }

        var name = parameters.Tag is null ? parameters.FromImage : $"{parameters.FromImage}:{parameters.Tag}";
        return await Find(name, cancellation)
            ?? throw new StepFailedException($"{Name} pulled {image}, but does not find it");
    }

    /// <summary>Pushes an image to the registry that its name begins with.</summary>
    /// <exception cref="StepFailedException">It could not be pushed.</exception>
    internal async Task Push(ImageReference image, AuthConfig? login, StepLog log, CancellationToken cancellation)
    {
        var messages = new EngineMessages(log);
        await Follow(
            $"push {image}",
            messages,
            () =>
                client.Images.PushImageAsync(
                    image.Name,
                    new ImagePushParameters { Tag = image.Tag },
                    login,
                    messages,
                    cancellation
                )
        );
    }

    /// <summary>Saves an image as an archive.</summary>
    internal Task Save(string id, string archive, CancellationToken cancellation) =>
        Ask(
            $"save {id}",
            async () =>
            {
                await using var content = await client.Images.SaveImageAsync(id, cancellation);
                await using var file = File.Create(archive);
                await content.CopyToAsync(file, cancellation);
                return true;
            }
        );

    /// <summary>Takes over the images of an archive, with their names.</summary>
    /// <exception cref="StepFailedException">They could not be loaded.</exception>
    internal async Task Load(string archive, StepLog log, CancellationToken cancellation)
    {
        await using var content = File.OpenRead(archive);
        var messages = new EngineMessages(log);
        await Follow(
            $"load {archive}",
            messages,
            () => client.Images.LoadImageAsync(new(), content, messages, cancellation)
        );
    }

    /// <summary>Tags an image.</summary>
    internal Task Tag(string id, ImageReference name, CancellationToken cancellation) =>
        Ask(
            $"tag {name}",
            async () =>
            {
                var parameters = new ImageTagParameters { RepositoryName = name.Name, Tag = name.Tag };
                await client.Images.TagImageAsync(id, parameters, cancellation);
                return true;
            }
        );

    private static readonly IReadOnlyDictionary<string, string> NoLabels = ImmutableDictionary<string, string>.Empty;

    private async Task Follow(string intent, EngineMessages messages, Func<Task> call)
    {
        await Ask(
            intent,
            async () =>
            {
                await call();
                return true;
            }
        );
        if (messages.Error is { } error)
            throw EngineFailure.Of($"{Name} could not {intent}: {error}");
    }
}
