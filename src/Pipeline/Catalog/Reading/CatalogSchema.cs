using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Foundation.Files;

namespace Pipeline.Catalog.Reading;

/// <summary>The JSON Schema of <c>pipeline.yaml</c>, derived from <see cref="PlatformDocument"/>.</summary>
internal static class CatalogSchema
{
    /// <summary>How the document's records are written in JSON, and so in YAML.</summary>
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>
    /// The schema as <c>./build.sh Schema</c> wrote it, for <see cref="CatalogValidator"/>: deriving it takes longer
    /// than reading a catalog.
    /// </summary>
    public static JsonObject Written()
    {
        using var resource = typeof(CatalogSchema).Assembly.GetManifestResourceStream("pipeline.schema.json")!;
        return JsonNode.Parse(resource)!.AsObject();
    }

    /// <summary>The schema as the document's records and the languages have it now.</summary>
    public static JsonObject Create(ImmutableArray<Language> languages)
    {
        var schema = DescribedSchema.Of<PlatformDocument>(Json);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "pipeline.yaml");
        var catalog = schema["properties"]!;
        catalog["services"]!["additionalProperties"]!["properties"]!["language"] = NameOf(languages);
        var matrix = catalog["matrix"]!.AsObject();
        matrix.Remove("additionalProperties");
        matrix.Add("properties", new JsonObject(languages.Select(Versions)));
        matrix.Add("additionalProperties", false);
        return schema;
    }

    private static JsonObject NameOf(ImmutableArray<Language> languages) =>
        new()
        {
            ["description"] =
                $"What it is written in. Default: told by {string.Join(", ", languages.Select(language => language.Markers[0]))} …",
            ["enum"] = new JsonArray([
                Language.Custom.Name,
                .. languages
                    .SelectMany(language => language.Aliases.Prepend(language.Name))
                    .Select(name => (JsonNode)name),
                null,
            ]),
        };

    private static KeyValuePair<string, JsonNode?> Versions(Language language) =>
        new(
            language.Name,
            new JsonObject
            {
                ["description"] = $"Versions of {language.Product}.",
                ["type"] = new JsonArray("array", "null"),
                ["items"] = new JsonObject { ["type"] = "string" },
            }
        );
}
