using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Foundation;
using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;

namespace Pipeline.Catalog.Reading;

/// <summary>
/// Validates YAML by the part of JSON Schema that <see cref="CatalogSchema"/> uses, and collects every problem with its
/// place.
/// </summary>
internal sealed class CatalogValidator(JsonObject schema, Action<Mark, string> report)
{
    /// <summary>Reports the problems of a document.</summary>
    public void Validate(YamlNode document) => Check(document, schema, "the catalog");

    private void Check(YamlNode value, JsonObject rule, string what)
    {
        rule = Resolve(rule);
        var types = Types(rule);
        if (value is YamlScalar { IsNull: true } && types.Contains("null"))
            return;

        switch (value)
        {
            case YamlMap map when types.Contains("object"):
                CheckMap(map, rule, what);
                break;
            case YamlList list when types.Contains("array"):
                foreach (var item in list.Items)
                    Check(item, rule["items"]!.AsObject(), $"an item of {what}");
                break;
            case YamlScalar scalar when rule["enum"] is JsonArray allowed:
                CheckEnum(scalar, allowed, what);
                break;
            case YamlScalar when types.Contains("string"):
                break;
            case YamlScalar scalar when types.Contains("number"):
                CheckNumber(scalar, what);
                break;
            case YamlScalar scalar when types.Contains("integer"):
                CheckInteger(scalar, what);
                break;
            case YamlScalar scalar when types.Contains("boolean"):
                if (scalar is not { IsPlain: true, Value: "true" or "false" })
                    report(scalar.Start, $"{what} must be true or false, not \"{scalar.Value}\"");
                break;
            default:
                report(value.Start, $"{what} must be {Name(types)}");
                break;
        }
    }

    private void CheckMap(YamlMap map, JsonObject rule, string what)
    {
        var known = rule["properties"] as JsonObject;
        var others = rule["additionalProperties"] as JsonObject;
        var met = new HashSet<string>();
        foreach (var (key, value) in map.Entries)
        {
            if (!met.Add(key.Value))
                report(key.Start, $"\"{key.Value}\" is set twice in {what}: keep one");
            else if ((known?[key.Value] ?? others) is JsonObject entry)
                Check(value, entry, $"\"{key.Value}\"");
            else
                report(key.Start, $"unknown key \"{key.Value}\" in {what}: {Spelling.Suggest(key.Value, Keys(known))}");
        }

        foreach (
            var name in (rule["required"] as JsonArray ?? [])
                .Select(name => $"{name}")
                .Where(name => !met.Contains(name) || IsBlank(map[name]!, known![name]!.AsObject()))
        )
            report(map.Start, $"{what} lacks \"{name}\"");
    }

    // "key:" alone has no text.
    private bool IsBlank(YamlNode value, JsonObject rule) =>
        value is YamlScalar { IsNull: true } && Types(Resolve(rule)).Contains("string");

    private void CheckEnum(YamlScalar scalar, JsonArray allowed, string what)
    {
        var names = allowed.Where(name => name is not null).Select(name => $"{name}").ToArray();
        if (!names.Contains(scalar.Value))
            report(scalar.Start, $"{what} cannot be \"{scalar.Value}\": {Spelling.Suggest(scalar.Value, names)}");
    }

    private void CheckNumber(YamlScalar scalar, string what)
    {
        if (
            !scalar.IsPlain
            || !double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !double.IsFinite(number)
        )
            report(scalar.Start, $"{what} must be a number, not \"{scalar.Value}\"");
    }

    private void CheckInteger(YamlScalar scalar, string what)
    {
        if (!scalar.IsPlain || !int.TryParse(scalar.Value, CultureInfo.InvariantCulture, out _))
            report(scalar.Start, $"{what} must be a whole number, not \"{scalar.Value}\"");
    }

    // The exporter writes a repeated type as a reference to its first occurrence.
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
        : types.Contains("integer") ? "a whole number"
        : types.Contains("boolean") ? "true or false"
        : "a single value";
}
