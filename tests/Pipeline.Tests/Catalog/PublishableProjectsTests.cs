using Pipeline.Catalog;
using Pipeline.Catalog.Reading;

namespace Pipeline.Tests.Catalog;

public sealed class PublishableProjectsTests : IDisposable
{
    private const string Web = """<Project Sdk="Microsoft.NET.Sdk.Web" />""";
    private const string Library = """<Project Sdk="Microsoft.NET.Sdk" />""";

    private readonly CatalogFixture repository = new("services/auth/Auth.csproj");

    public void Dispose() => repository.Dispose();

    [Theory]
    [InlineData(Web)]
    [InlineData("""<Project Sdk="Microsoft.NET.Sdk.Worker/10.0.100" />""")]
    [InlineData("""<Project><Sdk Name="Microsoft.NET.Sdk.Web" /></Project>""")]
    [InlineData("""<Project><Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk.Web" /></Project>""")]
    [InlineData(
        """<Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003" Sdk="Microsoft.NET.Sdk.Web" />"""
    )]
    [InlineData(
        """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType> exe </OutputType></PropertyGroup></Project>"""
    )]
    [InlineData(
        """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><EnableSdkContainerSupport>true</EnableSdkContainerSupport></PropertyGroup></Project>"""
    )]
    public void A_program_is_published_where_there_is_no_Dockerfile(string project)
    {
        Write("Auth.csproj", project);

        Auth().Project.ShouldBe(repository.Root / "services/auth/Auth.csproj");
        Auth().WhyNoImage.ShouldBeNull();
    }

    [Theory]
    [InlineData(Library)]
    [InlineData("<Project")]
    [InlineData(
        """<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><OutputType>Library</OutputType></PropertyGroup></Project>"""
    )]
    [InlineData(
        """<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><IsPublishable>false</IsPublishable></PropertyGroup></Project>"""
    )]
    [InlineData(
        """<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><EnableSdkContainerSupport>False</EnableSdkContainerSupport></PropertyGroup></Project>"""
    )]
    [InlineData(
        """<Project Sdk="Microsoft.NET.Sdk.Web"><ItemGroup><PackageReference Include="Microsoft.NET.Test.Sdk" /></ItemGroup></Project>"""
    )]
    [InlineData(
        """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup><ItemGroup><PackageReference Include="xunit.v3" /></ItemGroup></Project>"""
    )]
    [InlineData(
        """<Project Sdk="MSTest.Sdk/3.8.0"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup></Project>"""
    )]
    public void A_library_a_test_and_what_says_so_are_not_published(string project)
    {
        Write("Auth.csproj", project);

        Auth().Project.ShouldBeNull();
        Auth().WhyNoImage.ShouldBe("services/auth has no Dockerfile");
    }

    [Fact]
    public void The_program_is_found_among_libraries_tests_and_outputs()
    {
        Write("Auth.csproj", Library);
        Write("src/Api/Api.fsproj", Web);
        Write("src/Api/obj/Api.csproj", Web);
        Write(".idea/Api.csproj", Web);
        Write(
            "tests/Api.Tests/Api.Tests.csproj",
            """<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><IsTestProject>true</IsTestProject></PropertyGroup></Project>"""
        );

        Auth().Project.ShouldBe(repository.Root / "services/auth/src/Api/Api.fsproj");
    }

    [Fact]
    public void Of_several_programs_none_is_guessed()
    {
        Write("src/Api/Api.csproj", Web);
        Write("src/Jobs/Jobs.csproj", Web);

        Auth().Project.ShouldBeNull();
        Auth()
            .WhyNoImage.ShouldBe(
                "services/auth has no Dockerfile, and several projects to publish (src/Api/Api.csproj, src/Jobs/Jobs.csproj: add a Dockerfile, or set IsPublishable to false in all projects but one)"
            );
    }

    [Fact]
    public void Keys_for_a_Dockerfile_are_refused_where_the_SDK_publishes_the_image()
    {
        Write("Auth.csproj", Web);

        repository
            .Problems("platform: shop\nservices: { auth: { context: ., build: { arguments: { A: b } } } }\n")
            .ShouldBe([
                "2:21: \"context\" is for a Dockerfile, and \"auth\" is published by the .NET SDK: leave it out, or add a Dockerfile",
                "2:42: \"arguments\" is for a Dockerfile, and \"auth\" is published by the .NET SDK: leave it out, or add a Dockerfile",
            ]);
    }

    [Fact]
    public void A_Dockerfile_goes_before_a_project()
    {
        Write("Auth.csproj", Web);
        Write("Dockerfile", "FROM scratch\n");

        Auth().Projects.ShouldBeEmpty();
        Auth().Dockerfile.ShouldNotBeNull();
    }

    [Fact]
    public void A_service_in_another_language_is_not_published_by_the_SDK()
    {
        Write("Auth.csproj", Web);

        Auth("{ language: custom, commands: { compile: [make] } }").Project.ShouldBeNull();
    }

    private void Write(string file, string content)
    {
        var path = repository.Root / "services/auth" / file;
        Directory.CreateDirectory(path.Parent!);
        File.WriteAllText(path, content);
    }

    private Service Auth(string entry = "{}") =>
        repository.Read($"platform: shop\nservices: {{ auth: {entry} }}\n").Services[0];
}
