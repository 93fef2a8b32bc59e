using System.Text.Json;
using Pipeline.Catalog;
using Pipeline.Catalog.Reading;
using Pipeline.Quality;

namespace Pipeline.Tests.Catalog;

public sealed class PendingPlatformTests : IDisposable
{
    private readonly CatalogFixture catalog = new("auth/go.mod", "artifacts/run.json");

    public void Dispose() => catalog.Dispose();

    [Fact]
    public void A_catalog_that_was_begun_says_what_it_says_when_it_is_read()
    {
        catalog.Write("pipeline.yaml", "platform: togglemaster\nservices:\n  auth: { path: auth }\n");

        var begun = Begin().End(_ => false);

        var read = CatalogReader.Read(
            catalog.Root / "pipeline.yaml",
            catalog.Root / "artifacts",
            SupportedLanguages.Declared
        );
        JsonSerializer.Serialize(begun).ShouldBe(JsonSerializer.Serialize(read));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_secret_in_it_is_not_remembered_although_it_became_known_afterwards(bool holdsSecret)
    {
        catalog.Write("pipeline.yaml", "platform: togglemaster\nservices:\n  auth: { path: auth }\n");

        Begin().End(_ => holdsSecret);

        File.Exists(catalog.Root / "artifacts" / "memory" / "catalog").ShouldBe(!holdsSecret);
    }

    [Fact]
    public void What_is_wrong_with_it_is_told_to_who_asks_for_it()
    {
        var begun = Begin();

        var wrong = Should.Throw<CatalogException>(() => begun.End(_ => false));

        wrong.Message.ShouldContain("no catalog found");
    }

    private PendingPlatform Begin() =>
        PendingPlatform.Begin(catalog.Root / "pipeline.yaml", catalog.Root / "artifacts", SupportedLanguages.Declared);
}
