using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;

namespace Pipeline.Catalog.Reading;

/// <summary>
/// Holds YAML against the part of JSON Schema that <see cref="CatalogSchema"/> uses, collects every problem with its place,
/// and makes JSON of what is right.
/// </summary>
internal sealed class CatalogValidator(JsonObject schema, Action<Mark, string> report)
{
    /// <summary>The document as JSON; only of use when nothing was reported.</summary>
    public JsonNode? Validate(YamlNode document) => Check(document, schema, "the catalog");

    private JsonNode? Check(YamlNode value, JsonObject rule, string what)
    {
        rule = Resolve(rule);
        var types = Types(rule);
        if (value is YamlScalar { IsPlain: true, Value: "" or "~" or "null" } && types.Contains("null"))
            return null;

        return value switch
        {
            YamlMap map when types.Contains("object") => CheckMap(map, rule, what),
            YamlList list when types.Contains("array") => CheckList(list, rule, what),
            YamlScalar scalar when rule["enum"] is JsonArray allowed => CheckEnum(scalar, allowed, what),
            YamlScalar scalar when types.Contains("string") => scalar.Value,
            YamlScalar scalar when types.Contains("number") => CheckNumber(scalar, what),
            _ => Wrong(value, $"{what} must be {Name(types)}"),
        };
    }

    private JsonObject CheckMap(YamlMap map, JsonObject rule, string what)
    {
        var known = rule["properties"] as JsonObject;
        var others = rule["additionalProperties"] as JsonObject;
        var json = new JsonObject();
        foreach (var (key, value) in map.Entries)
        {
            if (json.ContainsKey(key.Value))
                report(key.Start, $"\"{key.Value}\" stands twice in {what}: keep one of them");
            else if ((known?[key.Value] ?? others) is JsonObject entry)
                json[key.Value] = Check(value, entry, $"\"{key.Value}\"");
            else
                report(key.Start, $"unknown key \"{key.Value}\" in {what}: {Spelling.Suggest(key.Value, Keys(known))}");
        }

        var missing = (rule["required"] as JsonArray ?? [])
            .Select(name => $"{name}")
            .Where(name => map.Key(name) is null);
        foreach (var name in missing)
            report(map.Start, $"{what} lacks \"{name}\"");
        return json;
    }

    private JsonArray CheckList(YamlList list, JsonObject rule, string what) =>
        new([.. list.Items.Select(item => Check(item, rule["items"]!.AsObject(), $"an item of {what}"))]);

    private JsonNode? CheckEnum(YamlScalar scalar, JsonArray allowed, string what)
    {
        var names = allowed.Where(name => name is not null).Select(name => $"{name}").ToArray();
        return names.Contains(scalar.Value)
            ? scalar.Value
            : Wrong(scalar, $"{what} cannot be \"{scalar.Value}\": {Spelling.Suggest(scalar.Value, names)}");
    }

    private JsonNode? CheckNumber(YamlScalar scalar, string what) =>
        scalar.IsPlain
        && double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : Wrong(scalar, $"{what} must be a number, not \"{scalar.Value}\"");

    private JsonNode? Wrong(YamlNode value, string message)
    {
        report(value.Start, message);
        return null;
    }

    // The exporter writes a type that it has met before as a pointer to where it met it.
    private JsonObject Resolve(JsonObject rule)
    {
        if (rule["$ref"]?.GetValue<string>() is not { } pointer)
            return rule;

        JsonNode node = schema;
        foreach (var part in pointer.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
            node = node[part]!;
        return node.AsObject();
    }

    private static HashSet<string> Types(JsonObject rule) =>
        rule["type"] switch
        {
            JsonArray several => [.. several.Select(type => $"{type}")],
            { } one => [$"{one}"],
            null when rule["enum"] is JsonArray allowed && allowed.Contains(null) => ["null"],
            null => [],
        };

    private static string[] Keys(JsonObject? properties) => [.. properties?.Select(property => property.Key) ?? []];

    private static string Name(HashSet<string> types) =>
        types.Contains("object") ? "a mapping (indented \"key: value\" lines)"
        : types.Contains("array") ? "a list"
        : types.Contains("number") ? "a number"
        : "a single value";
}
