using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Pipeline.Tests.Deployments.GitOps.ArgoCd;

/// <summary>
/// The part of Argo CD's own description of its API that Pipeline uses: what may be asked, and what is answered.
/// </summary>
internal sealed class ArgoCdDescription
{
    private readonly JsonObject description = JsonNode
        .Parse(File.ReadAllText(Path.Combine(Folder(), "..", "fixtures", "argocd-api.json")))!
        .AsObject();

    /// <summary>What is wrong with a request; null where it is described.</summary>
    public string? Refuse(string path, IEnumerable<string> query)
    {
        if (Find(path) is not { } call)
            return $"{path} is not described";

        var known = call["parameters"]!
            .AsArray()
            .Where(parameter => $"{parameter!["in"]}" == "query")
            .Select(parameter => $"{parameter!["name"]}");
        return query.Except(known).Select(name => $"{path} takes no {name}").FirstOrDefault();
    }

    /// <summary>What is wrong with an answer; empty where it is as described.</summary>
    public IEnumerable<string> Contradictions(string path, int status, JsonNode? answer)
    {
        var responses = Find(path)?["responses"] ?? Find("/api/v1/applications")!["responses"]!;
        return Check(answer, (responses[$"{status}"] ?? responses["default"])!["schema"]!.AsObject(), "answer");
    }

    private JsonNode? Find(string path)
    {
        var parts = path.Split('/');
        return description["paths"]!
            .AsObject()
            .Where(known =>
                known.Key.Split('/') is var names
                && names.Length == parts.Length
                && names.Zip(parts).All(pair => pair.First == pair.Second || pair.First.StartsWith('{'))
            )
            .Select(known => known.Value!["get"])
            .FirstOrDefault();
    }

    private IEnumerable<string> Check(JsonNode? value, JsonObject schema, string place)
    {
        if (value is null)
            yield break;

        var (properties, rest) = Fields(schema);
        var problems =
            value is JsonObject map && (properties.Count > 0 || rest is not null)
                ? CheckFields(map, properties, rest, place)
            : value is JsonArray list && Resolve(schema)["items"] is JsonObject items
                ? list.SelectMany((item, at) => Check(item, items, $"{place}[{at}]"))
            : IsOf(value, $"{Resolve(schema)["type"]}") ? []
            : [$"{place} is no {Resolve(schema)["type"]}"];
        foreach (var problem in problems)
            yield return problem;
    }

    private IEnumerable<string> CheckFields(
        JsonObject map,
        Dictionary<string, JsonObject> properties,
        JsonObject? rest,
        string place
    ) =>
        map.SelectMany(field =>
            (properties.GetValueOrDefault(field.Key) ?? rest) is { } schema
                ? Check(field.Value, schema, $"{place}.{field.Key}")
                : [$"{place}.{field.Key} is not described"]
        );

    private (Dictionary<string, JsonObject> Properties, JsonObject? Others) Fields(JsonObject schema)
    {
        schema = Resolve(schema);
        var properties = (schema["allOf"] as JsonArray ?? [])
            .Select(part => part!.AsObject())
            .SelectMany(part => Fields(part).Properties)
            .ToDictionary();
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
            properties[name] = property!.AsObject();
        return (properties, schema["additionalProperties"] as JsonObject);
    }

    private JsonObject Resolve(JsonObject schema) =>
        schema["$ref"] is { } name ? description["definitions"]![$"{name}".Split('/')[^1]]!.AsObject() : schema;

    private static bool IsOf(JsonNode value, string type) =>
        value.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.Object => type == "object",
            System.Text.Json.JsonValueKind.Array => type == "array",
            System.Text.Json.JsonValueKind.String => type == "string",
            System.Text.Json.JsonValueKind.Number => type is "integer" or "number",
            _ => type == "boolean",
        };

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
