using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class LanguageVersionTests : IDisposable
{
    private readonly CatalogFixture repository = new("services/auth/go.mod", "services/flag/app.py");

    public void Dispose() => repository.Dispose();

    [Fact]
    public void A_service_is_verified_with_the_versions_of_its_language() =>
        Read("matrix: { go: ['1.24', '1.25'] }\nservices: { auth: {}, flag: {} }")
            .Services.ShouldSatisfyAllConditions(
                services => services[0].Versions.ShouldBe(["1.24", "1.25"]),
                services => services[1].Versions.ShouldBeEmpty()
            );

    [Fact]
    public void A_service_may_name_its_own() =>
        Read("matrix: { go: ['1.24'] }\nservices: { auth: { versions: [1.20, 1.x] } }")
            .Services[0]
            .Versions.ShouldBe(["1.20", "1.x"]);

    [Theory]
    [InlineData(
        "matrix: { go: [] }\nservices: { auth: {} }",
        "1:15: no version is named: name one, or leave the list out"
    )]
    [InlineData(
        "matrix: { go: [latest] }\nservices: { auth: {} }",
        "\"latest\" is not a version: write 1.23, 3.12.4, 22 or 8.0.x, for example"
    )]
    [InlineData("matrix: { go: [1.24, 1.24] }\nservices: { auth: {} }", "\"1.24\" is listed twice: keep one")]
    [InlineData("services: { auth: { versions: ['$(id)'] } }", "\"$(id)\" is not a version")]
    [InlineData(
        "services: { auth: { language: custom, commands: { compile: [x] }, versions: [1] } }",
        "needs a known language"
    )]
    [InlineData("matrix: { ruby: [3] }\nservices: { auth: {} }", "unknown key \"ruby\" in \"matrix\"")]
    public void What_no_version_can_be_is_refused(string catalog, string problem) =>
        Should.Throw<CatalogException>(() => Read(catalog)).Message.ShouldContain(problem);

    [Fact]
    public void More_versions_than_a_matrix_takes_are_refused() =>
        Should
            .Throw<CatalogException>(() =>
                Read($"matrix: {{ go: [{string.Join(", ", Enumerable.Range(0, 256))}] }}\nservices: {{ auth: {{}} }}")
            )
            .Message.ShouldContain("services have 256 versions to verify");

    private Platform Read(string catalog) => repository.Read($"{catalog}\nplatform: shop\n");
}
