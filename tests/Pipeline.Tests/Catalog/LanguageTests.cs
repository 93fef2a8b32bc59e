using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class LanguageTests
{
    [Theory]
    [InlineData("go", "go")]
    [InlineData("python", "python")]
    [InlineData("node", "node")]
    [InlineData("dotnet", "dotnet")]
    [InlineData("dotNet", "dotnet")]
    [InlineData("java", "java")]
    [InlineData("rust", "rust")]
    [InlineData("custom", "custom")]
    public void A_language_is_taken_as_it_is_documented(string written, string language) =>
        Read($"language: {written}").Language.ShouldBe(new Language(language));

    [Theory]
    [InlineData("dot-net", "\"language\" cannot be \"dot-net\": did you mean \"dotnet\"?")]
    [InlineData(
        "cobol",
        "\"language\" cannot be \"cobol\": expected one of custom, go, python, node, dotnet, dotNet, java, rust"
    )]
    public void Another_language_is_refused(string written, string problem) =>
        Should.Throw<CatalogException>(() => Read($"language: {written}")).Message.ShouldContain(problem);

    [Fact]
    public void An_alias_gets_the_versions_of_its_language()
    {
        using var repository = new CatalogFixture("services/auth/main.txt");

        var service = repository
            .Read("platform: shop\nmatrix: { dotnet: [9.0.x] }\nservices: { auth: { language: dotNet } }")
            .Services.Single();

        service.Versions.ShouldBe(["9.0.x"]);
    }

    [Theory]
    [InlineData("go.mod tools.csproj setup.py", "go")]
    [InlineData("package.json requirements.txt", "node")]
    [InlineData("Auth.fsproj build.py", "dotnet")]
    [InlineData("package.json Auth.csproj", "node")]
    [InlineData("pom.xml build.gradle.kts manage.py", "java")]
    [InlineData("build.gradle package.json", "node")]
    [InlineData("Cargo.toml build.py", "rust")]
    public void The_first_marker_decides_and_scripts_beside_it_do_not(string files, string language)
    {
        using var repository = new CatalogFixture([.. files.Split(' ').Select(file => $"services/auth/{file}")]);

        var service = repository.Read("platform: shop\nservices: { auth: {} }").Services.Single();

        service.Language.ShouldBe(new Language(language));
    }

    private static Service Read(string entry)
    {
        using var repository = new CatalogFixture("services/auth/main.txt");
        return repository.Read($"platform: shop\nservices: {{ auth: {{ {entry} }} }}").Services.Single();
    }
}
