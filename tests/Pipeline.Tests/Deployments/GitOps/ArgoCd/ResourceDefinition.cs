using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Pipeline.Deployments.GitOps.Linting;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Tests.Deployments.GitOps.ArgoCd;

/// <summary>
/// The part of Argo CD's own resource definitions that Scaffold writes: fields and their types, nothing else allowed.
/// </summary>
internal sealed class ResourceDefinition(string kind)
{
    private readonly JsonObject schema = JsonNode.Parse(
        File.ReadAllText(Path.Combine(Folder(), "..", "fixtures", "argocd-resources.json"))
    )![kind]!.AsObject();

    /// <summary>What is wrong with an object; empty where it holds.</summary>
    public IEnumerable<string> Contradictions(ManifestNode root) => Check(root, schema, "");

    private static IEnumerable<string> Check(ManifestNode value, JsonObject schema, string place)
    {
        var type = $"{schema["type"]}";
        return value switch
        {
            // What Argo CD hands on as it is.
            _ when type.Length == 0 => [],
            ManifestMap map when type == "object" => CheckFields(map, schema, place),
            ManifestList list when type == "array" => list.Items.SelectMany(
                (item, at) => Check(item, schema["items"]!.AsObject(), $"{place}[{at}]")
            ),
            ManifestScalar scalar when Type(scalar) == type => schema["enum"] is JsonArray allowed
            && allowed.All(one => $"{one}" != scalar.Value)
                ? [$"{place} cannot be {scalar.Value}"]
                : [],
            _ => [$"{place} is no {type}"],
        };
    }

    private static IEnumerable<string> CheckFields(ManifestMap map, JsonObject schema, string place)
    {
        var problems = map.Entries.SelectMany(entry =>
        {
            var inner = place.Length == 0 ? entry.Key!.Value : $"{place}.{entry.Key!.Value}";
            var field = schema["properties"]?[entry.Key.Value] ?? schema["additionalProperties"];
            return field is JsonObject known ? Check(entry.Value, known, inner)
                : schema["properties"] is null ? []
                : [$"{inner} is not defined"];
        });
        var missing = (schema["required"] as JsonArray ?? [])
            .Select(name => $"{name}")
            .Where(name => map[name] is null)
            .Select(name => $"{place}.{name} is missing");
        return problems.Concat(missing);
    }

    private static string Type(ManifestScalar scalar) =>
        ScalarClassification.Of(scalar) switch
        {
            ScalarKind.Integer => "integer",
            ScalarKind.Boolean => "boolean",
            ScalarKind.Number => "number",
            _ => "string",
        };

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
