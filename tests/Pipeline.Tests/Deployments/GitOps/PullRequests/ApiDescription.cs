using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Tests.Deployments.GitOps.PullRequests;

/// <summary>
/// An OpenAPI description, to hold requests and answers against it and to make up answers that it allows.
/// </summary>
public sealed class ApiDescription
{
    private readonly JsonObject document;

    private ApiDescription(JsonObject document) => this.document = document;

    /// <summary>
    /// The operations on pull requests, as GitHub describes them; <c>fixtures/README.md</c> says where from.
    /// </summary>
    public static ApiDescription Load([CallerFilePath] string file = "") =>
        new(
            JsonNode
                .Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, "fixtures", "github-pulls.json")))!
                .AsObject()
        );

    /// <summary>The operation that a request is for; null where the description has none.</summary>
    public JsonObject? Operation(string method, string path) =>
        document["paths"]!
            .AsObject()
            .Where(entry => Matches(entry.Key, path))
            .Select(entry => entry.Value![method.ToLowerInvariant()] as JsonObject)
            .FirstOrDefault(operation => operation is not null);

    /// <summary>What is wrong with the body of a request; empty where nothing is.</summary>
    public IEnumerable<string> ProblemsOfRequest(JsonObject operation, JsonNode? body)
    {
        var schema = operation["requestBody"]?["content"]?["application/json"]?["schema"];
        return schema is null
            ? body is null
                ? []
                : ["no body is allowed"]
            : body is null
                ? ["a body is missing"]
                : Problems(schema, body, "body", known: true);
    }

    /// <summary>What is wrong with a query; empty where nothing is.</summary>
    public IEnumerable<string> ProblemsOfQuery(JsonObject operation, IEnumerable<(string Name, string Value)> query)
    {
        var parameters = operation["parameters"]!.AsArray().Select(parameter => Resolve(parameter!)).ToArray();
        foreach (var (name, value) in query)
            if (parameters.FirstOrDefault(parameter => $"{parameter["name"]}" == name) is not { } parameter)
                yield return $"there is no parameter {name}";
            else if (parameter["schema"]!["enum"] is JsonArray allowed && allowed.All(each => $"{each}" != value))
                yield return $"{name} cannot be {value}";
    }

    /// <summary>What is wrong with an answer; empty where nothing is.</summary>
    public IEnumerable<string> ProblemsOfAnswer(JsonObject operation, int status, JsonNode? body) =>
        operation["responses"]![$"{status}"] is null ? [$"{status} is no answer to this"]
        : SchemaOfAnswer(operation, status) is not { } schema ? []
        : body is null ? ["a body is missing"]
        : Problems(schema, body, "answer", known: false);

    /// <summary>The smallest answer that is allowed.</summary>
    public JsonNode Answer(JsonObject operation, int status) => Sample(SchemaOfAnswer(operation, status)!)!;

    private JsonNode? SchemaOfAnswer(JsonObject operation, int status) =>
        operation["responses"]![$"{status}"] is { } answer
            ? Resolve(answer)["content"]?["application/json"]?["schema"]
            : null;

    private IEnumerable<string> Problems(JsonNode rule, JsonNode? value, string at, bool known)
    {
        var schema = Resolve(rule);
        if (value is null)
            return schema["nullable"]?.GetValue<bool>() == true ? [] : [$"{at} is null"];
        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray several)
            return several.Any(one => !Problems(one!, value, at, known).Any())
                ? []
                : [$"{at} is none of what it may be"];
        if (schema["allOf"] is JsonArray all)
            return all.SelectMany(one => Problems(one!, value, at, known));
        if (schema["enum"] is JsonArray allowed && allowed.All(each => $"{each}" != $"{value}"))
            return [$"{at} cannot be {value}"];

        return (value, $"{schema["type"]}") switch
        {
            (JsonObject map, "object" or "") => ProblemsOfObject(schema, map, at, known),
            (JsonArray list, "array") => list.SelectMany(
                (item, i) => Problems(schema["items"]!, item, $"{at}[{i}]", known)
            ),
            (JsonValue scalar, "string") when scalar.GetValueKind() == JsonValueKind.String => [],
            (JsonValue scalar, "integer" or "number") when scalar.GetValueKind() == JsonValueKind.Number => [],
            (JsonValue scalar, "boolean") when scalar.GetValueKind() is JsonValueKind.True or JsonValueKind.False => [],
            _ => [$"{at} is no {schema["type"]}"],
        };
    }

    private IEnumerable<string> ProblemsOfObject(JsonObject schema, JsonObject map, string at, bool known)
    {
        var properties = schema["properties"] as JsonObject ?? [];
        foreach (var name in schema["required"] as JsonArray ?? [])
            if (!map.ContainsKey($"{name}"))
                yield return $"{at} lacks {name}";
        foreach (var (name, value) in map)
            if (properties[name] is { } rule)
                foreach (var problem in Problems(rule, value, $"{at}.{name}", known))
                    yield return problem;
            else if (known)
                yield return $"{at} knows no {name}";
    }

    private JsonNode? Sample(JsonNode rule)
    {
        var schema = Resolve(rule);
        // Clients often hold that what can be null is text or an object.
        if (
            schema["nullable"]?.GetValue<bool>() == true
            && $"{schema["type"]}{schema["format"]}" is "string" or "object"
        )
            return null;
        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray several)
            return Sample(several[0]!);
        if (schema["enum"] is JsonArray allowed)
            return allowed[0]!.DeepClone();

        return $"{schema["type"]}" switch
        {
            "string" => $"{schema["format"]}" switch
            {
                "date-time" => "2026-02-01T12:30:15Z",
                "uri" => "https://github.example/text",
                _ => "text",
            },
            "integer" or "number" => 1,
            "boolean" => false,
            "array" => new JsonArray(),
            _ => new JsonObject(
                (schema["required"] as JsonArray ?? []).Select(name =>
                    KeyValuePair.Create($"{name}", Sample(schema["properties"]![$"{name}"]!))
                )
            ),
        };
    }

    private JsonObject Resolve(JsonNode node)
    {
        if (node["$ref"] is not { } pointer)
            return node.AsObject();

        JsonNode found = document;
        foreach (var part in $"{pointer}"[2..].Split('/'))
            found = found[part]!;
        return Resolve(found);
    }

    private static bool Matches(string template, string path)
    {
        var (wanted, given) = (template.Split('/'), path.Split('/'));
        return wanted.Length == given.Length
            && wanted.Zip(given).All(parts => parts.First.StartsWith('{') || parts.First == parts.Second);
    }
}
