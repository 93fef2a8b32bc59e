using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pipeline.Build.Documents;

/// <summary>The keys of a JSON Schema as tables: what each means, and what it is where nothing is stated.</summary>
internal sealed partial class SchemaTable(JsonObject schema)
{
    private const string Required = "required";

    private sealed record Key(string Path, JsonObject Schema, bool IsRequired)
    {
        public bool IsBelow(string root) => root.Length == 0 || Path.StartsWith($"{root}.", StringComparison.Ordinal);
    }

    /// <summary>The table of the keys below one; those below another one that has a table are left to that.</summary>
    /// <param name="root">The path of the key, as <c>services.&lt;name&gt;</c>; empty for the document itself.</param>
    /// <param name="roots">The paths of all tables.</param>
    public MarkdownTable Of(string root, ImmutableArray<string> roots)
    {
        var deeper = roots.Where(other => other.Length > root.Length).ToArray();
        var rows = KeysOf(schema, "", Told(roots))
            .Where(key => key.IsBelow(root) && !deeper.Any(key.IsBelow))
            .Select(key => Row(key, root))
            .ToImmutableArray();
        if (rows.IsEmpty)
            throw new DocumentException($"there is no key \"{root}\" with keys of its own");
        // Of a file that is only read, there is nothing to leave out.
        return rows.All(row => row[^1].Length == 0 || row[^1] == Required)
            ? new(["key", "value", "meaning"], [.. rows.Select(row => row[..^1])])
            : new(["key", "value", "meaning", "default"], rows);
    }

    private ImmutableArray<string> Row(Key key, string root)
    {
        var described = Description().Match(key.Schema["description"]?.GetValue<string>() ?? "");
        return
        [
            MarkdownTable.Code(root.Length == 0 ? key.Path : key.Path[(root.Length + 1)..]),
            ValueOf(key.Schema),
            MarkdownTable.Prose(described.Groups["meaning"].Value),
            key.IsRequired ? Required
            : described.Groups["default"].Success
                ? MarkdownTable.Prose($"{described.Groups["place"].Value} {described.Groups["default"].Value}".Trim())
            : "",
        ];
    }

    // A service's build has the keys of the platform's: what has a table of its own is told of there alone.
    private Dictionary<string, string> Told(ImmutableArray<string> roots) =>
        KeysOf(schema, "", [])
            .Select(key => (Root: $"{key.Path}{Inner(Resolve(key.Schema)).Suffix}", Inner(Resolve(key.Schema)).Schema))
            .Where(key => roots.Contains(key.Root))
            .ToDictionary(key => Names(key.Schema), key => key.Root);

    private string Names(JsonObject parent) =>
        string.Join(' ', Resolve(parent)["properties"]!.AsObject().Select(property => property.Key));

    private IEnumerable<Key> KeysOf(JsonObject parent, string path, Dictionary<string, string> told)
    {
        if (Resolve(parent)["properties"] is not JsonObject properties)
            yield break;
        if (told.TryGetValue(Names(parent), out var place) && path != $"{place}.")
            yield break;

        var required =
            Resolve(parent)["required"]?.AsArray().Select(name => name!.GetValue<string>()).ToHashSet() ?? [];
        foreach (var (name, node) in properties)
        {
            var key = $"{path}{name}";
            var child = node!.AsObject();
            yield return new(key, child, required.Contains(name));
            var (inner, suffix) = Inner(Resolve(child));
            foreach (var further in KeysOf(inner, $"{key}{suffix}.", told))
                yield return further;
        }
    }

    private static (JsonObject Schema, string Suffix) Inner(JsonObject outer) =>
        outer["additionalProperties"] is JsonObject entry ? (entry, ".<name>")
        : outer["items"] is JsonObject item ? (item, "[]")
        : (outer, "");

    private JsonObject Resolve(JsonObject stated) =>
        stated["$ref"]?.GetValue<string>() is { } reference
            ? reference.Split('/').Skip(1).Aggregate((JsonNode)schema, (node, name) => node[name]!).AsObject()
            : stated;

    private string ValueOf(JsonObject stated)
    {
        var value = Resolve(stated);
        if (value["enum"] is JsonArray choices)
            return string.Join(
                ", ",
                choices.OfType<JsonNode>().Select(choice => MarkdownTable.Code(choice.GetValue<string>()))
            );
        return TypeOf(value) switch
        {
            "array" => value["items"] is JsonObject item && TypeOf(Resolve(item)) is { } type and not "object"
                ? $"list of {Plural(type)}"
                : "list",
            "object" => value["additionalProperties"] is JsonObject ? "entries by name" : "keys",
            "boolean" => "true or false",
            "integer" => "whole number",
            "number" => "number",
            _ => "text",
        };
    }

    private static string Plural(string type) => type is "integer" or "number" ? "numbers" : "texts";

    private static string? TypeOf(JsonObject value) =>
        value["type"] switch
        {
            JsonArray types => types[0]!.GetValue<string>(),
            JsonValue type => type.GetValue<string>(),
            _ => null,
        };

    [GeneratedRegex(
        @"^(?<meaning>.*?)(?: Default(?: for (?<place>[a-z]+:))?:? (?<default>.*?)\.?)?$",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Description();
}
