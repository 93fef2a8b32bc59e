using Pipeline.Catalog.Reading;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Tests.Documents;

/// <summary>Each catalog that a document shows, or a part of one.</summary>
public sealed class CatalogExampleTests
{
    private static readonly string[] Keys =
    [
        .. CatalogSchema.Written()["properties"]!.AsObject().Select(property => property.Key),
    ];

    [Fact]
    public void Each_has_keys_and_values_that_the_catalog_takes()
    {
        var examples = Document
            .All.SelectMany(document =>
                document.Code("yaml").Select(code => (document.File, code.Line, Text: code.Content))
            )
            .Where(example => KeysOf(example.Text) is { Length: > 0 } keys && keys.All(Keys.Contains))
            .ToArray();
        examples.Length.ShouldBeGreaterThan(12);

        examples.SelectMany(Problems).ShouldBeEmpty();
    }

    private static IEnumerable<string> Problems((string File, int Line, string Text) example)
    {
        List<string> problems = [];
        var keys = KeysOf(example.Text);
        new CatalogValidator(
            CatalogSchema.Written(),
            (place, message) =>
                problems.Add($"{example.File}:{example.Line}, line {place.Line} of the example: {message}")
        ).Validate(
            YamlNodeReader.Read(
                example.Text
                    + (keys.Contains("platform") ? "" : "\nplatform: shop")
                    + (keys.Contains("services") ? "" : "\nservices: {}")
            )
        );
        return problems;
    }

    private static string[] KeysOf(string text) =>
        YamlNodeReader.Read(text) is YamlMap map ? [.. map.Entries.Select(entry => entry.Key.Value)] : [];
}
