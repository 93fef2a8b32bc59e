using System.Text.Json.Nodes;
using Pipeline.Catalog.Reading;
using Pipeline.Quality;

namespace Pipeline.Tests.Catalog;

public sealed class SchemaTests
{
    [Fact]
    public void The_schema_in_the_documentation_is_the_one_that_is_checked()
    {
        var committed = File.ReadAllText(Path.Combine(Repository.Root, "docs", "pipeline.schema.json"));

        committed.ShouldBe(CatalogReader.Schema(SupportedLanguages.Declared), "run ./build.sh Schema");
    }

    [Fact]
    public void Every_key_is_described()
    {
        var schema = JsonNode.Parse(CatalogReader.Schema(SupportedLanguages.Declared))!.AsObject();

        Undescribed(schema, "catalog").ShouldBeEmpty();
    }

    private static IEnumerable<string> Undescribed(JsonObject schema, string path)
    {
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            if (property!["description"] is null && property["$ref"] is null)
                yield return $"{path}.{name}";
            foreach (var inner in Undescribed(property.AsObject(), $"{path}.{name}"))
                yield return inner;
        }

        if (schema["additionalProperties"] is JsonObject values)
            foreach (var inner in Undescribed(values, $"{path}.*"))
                yield return inner;
    }
}
