using System.Text.Json;
using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class RememberedCatalogTests : IDisposable
{
    private const string Yaml = """
        platform: togglemaster
        services:
          auth: { path: sources/auth, coverage: 80, dependsOn: [lib, 'flag'] }
          flag:
            commands:
              compile: [make, "all"]
        environments:
          develop: { registry: registry.example, gitops: { repository: "https://git.example/gitops.git" } }
        """;

    private readonly CatalogFixture catalog = new(
        "sources/auth/go.mod",
        "flag/Makefile",
        "lib/lib.go",
        "artifacts/run.json"
    );

    public void Dispose() => catalog.Dispose();

    [Fact]
    public void A_catalog_says_the_same_when_it_is_remembered()
    {
        var read = catalog.Read(Yaml);
        File.Exists(catalog.Root / "artifacts" / "memory" / "catalog").ShouldBeTrue();

        var remembered = catalog.Read(Yaml);

        JsonSerializer.Serialize(remembered).ShouldBe(JsonSerializer.Serialize(read));
    }

    [Fact]
    public void A_remembered_catalog_is_held_against_the_folders_as_they_are_now()
    {
        catalog.Read(Yaml);
        Directory.Delete(catalog.Root / "sources", recursive: true);

        catalog
            .Problems(Yaml)
            .ShouldBe([$"3:17: \"sources/auth\" does not exist: give a path relative to {catalog.Root}"]);
    }

    [Fact]
    public void What_cannot_be_used_is_not_remembered()
    {
        const string misspelled = "platform: togglemaster\nservise: {}\n";
        var first = catalog.Problems(misspelled);

        catalog.Problems(misspelled).ShouldBe(first);
    }
}
