using System.Text.Json.Nodes;

namespace Pipeline.Deployments.Ecs.Revisions;

/// <summary>
/// Where what runs differs from what is stated. What is not stated does not count, as ECS adds its defaults.
/// </summary>
internal static class DefinitionDrift
{
    /// <summary>The places that differ, such as <c>containerDefinitions.0.cpu</c>.</summary>
    /// <param name="stated">What is stated.</param>
    /// <param name="running">What runs.</param>
    public static IEnumerable<string> Of(JsonNode? stated, JsonNode? running) => Of(stated, running, "");

    private static IEnumerable<string> Of(JsonNode? stated, JsonNode? running, string place) =>
        (stated, running) switch
        {
            (JsonObject wanted, JsonObject found) => wanted.SelectMany(field =>
                Of(field.Value, found[field.Key], $"{place}.{field.Key}")
            ),
            (JsonArray wanted, JsonArray found) when wanted.Count == found.Count => wanted.SelectMany(
                (item, at) => Of(item, found[at], $"{place}.{at}")
            ),
            // An empty list or text is what ECS may leave out.
            (JsonArray { Count: 0 } or null, null) => [],
            _ => JsonNode.DeepEquals(stated, running) ? [] : [place.TrimStart('.')],
        };
}
