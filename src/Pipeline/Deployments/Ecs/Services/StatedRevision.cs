using System.Text.Json.Nodes;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.Ecs.Revisions;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ecs.Services;

/// <summary>The revision that the repository states of a service for an image.</summary>
/// <param name="Content">What is registered for it.</param>
/// <param name="Hash">A hash of that, where a file gives it; null where what runs is taken over.</param>
internal sealed record StatedRevision(JsonObject Content, string? Hash)
{
    /// <summary>The revision: of the task definition's file, or of what runs.</summary>
    /// <param name="access">The service.</param>
    /// <param name="running">What runs.</param>
    /// <param name="image">The image.</param>
    /// <param name="root">The catalog's folder.</param>
    /// <exception cref="StepFailedException">The file is no task definition, or lacks the container.</exception>
    public static StatedRevision Of(
        ServiceAccess access,
        RunningRevision running,
        ImageReference image,
        AbsolutePath root
    )
    {
        if (access.Stated.Definition is not { } file)
            return new(TaskContent.With(running.Revision.Content, running.Container, image, access.Stated), null);

        var definition = DefinitionFile.Read(file, root);
        definition["family"] ??= running.Revision.Family;
        var container = TaskContent.ContainerOf(definition, access.Service, access.Stated, file.Name);
        var content = TaskContent.With(definition, container, image, access.Stated);
        return new(content, TaskContent.HashOf(content));
    }

    /// <summary>True where a revision was made of the same.</summary>
    // ECS adds its defaults to what a file states, so that the two are never equal.
    public bool Is(RunningRevision running) =>
        Hash is null ? JsonNode.DeepEquals(Content, running.Revision.Content) : Hash == running.Tags?.File;
}
