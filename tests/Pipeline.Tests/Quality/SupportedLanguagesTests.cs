using Pipeline.Catalog;
using Pipeline.Quality;
using Pipeline.Quality.Languages;

namespace Pipeline.Tests.Quality;

public sealed class SupportedLanguagesTests
{
    public static TheoryData<string> Names => [.. SupportedLanguages.All.Select(supported => supported.Language.Name)];

    // rustup is on every runner.
    public static TheoryData<string> WithAction =>
        [.. SupportedLanguages.All.Select(supported => supported.Language.Name).Where(name => name != "rust")];

    [Fact]
    public void Every_language_is_listed_once() =>
        SupportedLanguages
            .All.Select(supported => supported.GetType())
            .ShouldBe(
                typeof(ILanguage)
                    .Assembly.GetTypes()
                    .Where(type => type.IsClass && type.IsAssignableTo(typeof(ILanguage))),
                ignoreOrder: true
            );

    [Fact]
    public void No_two_languages_share_a_name_or_a_marker()
    {
        SupportedLanguages
            .Declared.SelectMany(language => language.Aliases.Prepend(language.Name))
            .Append(Language.Custom.Name)
            .ShouldBeUnique();
        SupportedLanguages.Declared.SelectMany(language => language.Markers).ShouldBeUnique();
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_language_is_documented(string name) =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "languages.md"))
            .ShouldContain($"| `{name}` |");

    [Theory, MemberData(nameof(WithAction))]
    public void The_installer_of_every_language_stands_in_its_folder_as_UpdateActions_seeks_it(string name)
    {
        var language = SupportedLanguages.All.Single(supported => supported.Language.Name == name);
        var installer = language.Installer.ShouldBeOfType<ByAction>();
        var type = language.GetType();
        var source = File.ReadAllText(
            Path.Combine([Repository.Root, "src", .. type.Namespace!.Split('.'), $"{type.Name}.cs"])
        );

        source.ShouldContain($"\"{installer.Action}\", \"{installer.Commit}\", \"{installer.Release}\"");
    }

    [Fact]
    public void A_machine_needs_the_tools_of_the_languages_in_use_alone() =>
        ToolsFor(Service("auth", "go"), Service("legacy", "custom"), Service("billing", "dotnet"))
            .ShouldBe(["go", "govulncheck"]);

    [Fact]
    public void Tools_are_in_the_order_of_the_languages_whatever_that_of_the_services() =>
        ToolsFor(Service("web", "node"), Service("auth", "go")).ShouldBe(["go", "govulncheck", "node"]);

    [Theory]
    [InlineData(TestDependencyKind.Postgres, true)]
    [InlineData(TestDependencyKind.Redis, false)]
    public void Python_needs_the_driver_of_a_database_that_its_tests_use(TestDependencyKind kind, bool isNeeded) =>
        ToolsFor(Service("flag", "python") with { TestDependencies = [new("store", kind)] })
            .Contains("psycopg2")
            .ShouldBe(isNeeded);

    [Fact]
    public void Go_is_needed_in_the_latest_version_that_a_service_asks_for()
    {
        var root = Directory.CreateTempSubdirectory();
        foreach (var (name, version) in new[] { ("auth", "1.24"), ("flag", "1.25.3"), ("old", "1.9") })
        {
            root.CreateSubdirectory(name);
            File.WriteAllText(Path.Combine(root.FullName, name, "go.mod"), $"module {name}\n\ngo {version}\n");
        }

        var services = new[] { "auth", "flag", "old" }.Select(name =>
            Service(name, "go") with
            {
                Directory = Path.Combine(root.FullName, name),
            }
        );
        var go = SupportedLanguages.Find(new("go"))!.ToolsFor([.. services])[0];
        root.Delete(recursive: true);

        go.Needed.ShouldBe((new Version(1, 25, 3), "flag/go.mod"));
    }

    [Theory]
    [InlineData("pom.xml", "java mvn")]
    [InlineData("pom.xml mvnw", "java")]
    [InlineData("build.gradle.kts", "java gradle")]
    [InlineData("build.gradle gradlew", "java")]
    public void A_build_tool_is_needed_where_the_sources_do_not_bring_it_along(string files, string tools)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        foreach (var file in files.Split(' '))
            File.WriteAllText(Path.Combine(folder, file), "<project/>");

        var needed = ToolsFor(Service("auth", "java") with { Directory = folder });
        Directory.Delete(folder, recursive: true);

        string.Join(' ', needed).ShouldBe(tools);
    }

    [Theory]
    [InlineData("java", ".java-version", "21\n", "21.0")]
    [InlineData("rust", "Cargo.toml", "[package]\nrust-version = \"1.85\"\n", "1.85")]
    public void Java_and_Rust_are_needed_in_the_version_that_a_service_asks_for(
        string language,
        string file,
        string content,
        string version
    )
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, file), content);

        var tool = SupportedLanguages
            .Find(new(language))!
            .ToolsFor([Service("auth", language) with { Directory = folder }])[0];
        Directory.Delete(folder, recursive: true);

        tool.Needed.ShouldBe((Version.Parse(version), $"auth/{file}"));
    }

    private static string[] ToolsFor(params Service[] services) =>
        [
            .. SupportedLanguages
                .ToolsFor(
                    new()
                    {
                        Name = "shop",
                        Root = "/",
                        Services = [.. services],
                        Environments = [],
                    }
                )
                .Select(tool => tool.Name),
        ];

    private static Service Service(string name, string language) =>
        new()
        {
            Name = name,
            Directory = "/",
            Path = name,
            Language = new(language),
            Context = "/",
            Image = $"shop/{name}",
        };
}
