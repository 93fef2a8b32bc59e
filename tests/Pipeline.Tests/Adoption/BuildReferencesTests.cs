namespace Pipeline.Tests.Adoption;

public sealed class BuildReferencesTests : IDisposable
{
    private readonly AdoptionFixture repository = new();

    [Fact]
    public async Task What_a_package_of_cargo_is_built_of_is_followed_to_the_end()
    {
        repository
            .With(
                "Cargo.toml",
                "[workspace]\nmembers = [\"*/*\"]\n\n[workspace.dependencies]\nlog = { path = \"libs/log\" }\n"
            )
            .With(
                "services/auth/Cargo.toml",
                "[dependencies]\nsum = { path = \"../../libs/sum\" }\n\n[[bin]]\npath = \"src/main.rs\"\n"
            )
            .With("libs/sum/Cargo.toml", "[dependencies]\nlog.workspace = true\nserde = \"1\"\n")
            .With("libs/log/Cargo.toml", "")
            .With("libs/other/Cargo.toml", "");

        (await DependsOn()).ShouldBe(
            "dependsOn: [libs/log, libs/sum] # libs/sum/Cargo.toml:2, services/auth/Cargo.toml:2"
        );
    }

    [Fact]
    public async Task A_module_of_Maven_is_built_of_those_whose_names_it_states()
    {
        repository
            .With(
                "services/auth/pom.xml",
                "<project>\n<artifactId>auth</artifactId>\n<dependency><groupId>a</groupId><artifactId>sum</artifactId></dependency>\n<dependency>\n<artifactId>junit</artifactId></dependency></project>"
            )
            .With(
                "libs/sum/pom.xml",
                "<project><parent><artifactId>all</artifactId></parent><artifactId>sum</artifactId></project>"
            )
            .With("libs/all/pom.xml", "<project><artifactId>all</artifactId></project>");

        (await DependsOn()).ShouldBe("dependsOn: [libs/sum] # services/auth/pom.xml:3");
    }

    [Theory]
    [InlineData("build.gradle", "implementation project(':libs:sum')")]
    [InlineData("build.gradle.kts", "implementation(project(\":libs:sum\"))")]
    public async Task A_project_of_Gradle_is_built_of_those_that_it_names_from_the_root(string script, string line)
    {
        repository
            .With("settings.gradle.kts", "include(\"services:auth\", \"libs:sum\")")
            .With(
                $"services/auth/{script}",
                $"dependencies {{\n  {line}\n  {line.Replace(":libs:sum", ":..:..", StringComparison.Ordinal)}\n}}\n"
            )
            .With("libs/sum/build.gradle.kts", "");

        (await DependsOn()).ShouldBe($"dependsOn: [libs/sum] # services/auth/{script}:2");
    }

    public void Dispose() => repository.Dispose();

    private async Task<string> DependsOn()
    {
        repository.With("services/auth/Dockerfile", "FROM scratch\n");
        return (await repository.Propose())
            .Text.Split('\n')
            .Select(line => line.Trim())
            .Single(line => line.StartsWith("dependsOn:", StringComparison.Ordinal));
    }
}
