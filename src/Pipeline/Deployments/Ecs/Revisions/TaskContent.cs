using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ecs.Revisions;

/// <summary>The content of task definitions, edited as JSON: what is not known here stays as it is.</summary>
internal static class TaskContent
{
    // What DescribeTaskDefinition returns and RegisterTaskDefinition refuses.
    private static readonly string[] Described =
    [
        "taskDefinitionArn",
        "revision",
        "status",
        "requiresAttributes",
        "compatibilities",
        "registeredAt",
        "registeredBy",
        "deregisteredAt",
        "deleteRequestedAt",
    ];

    /// <summary>The content of a definition that was described.</summary>
    public static JsonObject Of(JsonObject definition)
    {
        var content = definition.DeepClone().AsObject();
        foreach (var field in Described)
            content.Remove(field);
        return content;
    }

    /// <summary>A content with another image, and the variables that the catalog states.</summary>
    /// <param name="content">The content; it stays as it is.</param>
    /// <param name="container">The container's name.</param>
    /// <param name="image">The image, by its digest.</param>
    /// <param name="task">What the catalog states.</param>
    public static JsonObject With(JsonObject content, string container, ImageReference image, EcsTask task)
    {
        var changed = content.DeepClone().AsObject();
        var found = Container(changed, container)!;
        // ECS takes a tag or a digest, and not both.
        found["image"] = $"{image with { Tag = null }}";
        foreach (var (name, value) in task.Environment)
            Set(found, "environment", "secrets", name, "value", value);
        foreach (var (name, source) in task.Secrets)
            Set(found, "secrets", "environment", name, "valueFrom", source);
        return changed;
    }

    /// <summary>The image of a container, as it is written there; null where it is not there.</summary>
    public static string? ImageOf(JsonObject content, string container) =>
        Container(content, container)?["image"] is { } image ? $"{image}" : null;

    /// <summary>The options of a container's log in CloudWatch; null where it logs elsewhere.</summary>
    public static JsonNode? LogOf(JsonObject content, string container) =>
        Container(content, container)?["logConfiguration"] is { } log && $"{log["logDriver"]}" == "awslogs"
            ? log["options"]
            : null;

    /// <summary>The name of the container that runs a service's image.</summary>
    /// <param name="content">The content.</param>
    /// <param name="service">The service.</param>
    /// <param name="task">What the catalog states.</param>
    /// <param name="place">Where the content is, for messages.</param>
    /// <exception cref="StepFailedException">It cannot be told.</exception>
    public static string ContainerOf(JsonObject content, Service service, EcsTask task, string place)
    {
        string[] names = [.. Containers(content).Select(container => $"{container["name"]}")];
        var stated = task.Container ?? service.Container;
        return stated is null
            ? names.FirstOrDefault(name => name == service.Name)
                ?? (names.Length == 1 ? names[0] : null)
                ?? throw new StepFailedException(
                    $"which container of {place} runs {service.Name} is not clear, it has {string.Join(", ", names)}: set \"container\" of the service in the catalog"
                )
            : names.FirstOrDefault(name => name == stated)
                ?? throw new StepFailedException(
                    $"{place} has no container {stated}, but {string.Join(", ", names)}: correct \"container\" in the catalog"
                );
    }

    /// <summary>A hash of a content.</summary>
    public static string HashOf(JsonObject content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToJsonString())))[..40];

    private static JsonObject? Container(JsonObject content, string name) =>
        Containers(content).FirstOrDefault(container => $"{container["name"]}" == name);

    private static IEnumerable<JsonObject> Containers(JsonObject content) =>
        (content["containerDefinitions"] as JsonArray ?? []).OfType<JsonObject>();

    // A name stands in one of the two lists: ECS refuses it in both.
    private static void Set(JsonObject container, string list, string other, string name, string key, string value)
    {
        if (Named(container, other, name) is { } elsewhere)
            elsewhere.Parent!.AsArray().Remove(elsewhere);
        if (Named(container, list, name) is { } stated)
            stated[key] = value;
        else if (container[list] is JsonArray entries)
            entries.Add(new JsonObject { ["name"] = name, [key] = value });
        else
            container[list] = new JsonArray(new JsonObject { ["name"] = name, [key] = value });
    }

    private static JsonNode? Named(JsonObject container, string list, string name) =>
        (container[list] as JsonArray)?.FirstOrDefault(entry => $"{entry!["name"]}" == name);
}
