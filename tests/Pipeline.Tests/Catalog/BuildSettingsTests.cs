using Pipeline.Catalog;
using Pipeline.Images.Building;

namespace Pipeline.Tests.Catalog;

public sealed class BuildSettingsTests : IDisposable
{
    private const string Variable = "PIPELINE_TESTS_SECRET_OF_A_BUILD";

    private readonly CatalogFixture repository = new("services/auth/go.mod", "services/flag/go.mod");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        repository.Dispose();
    }

    [Fact]
    public void What_a_service_says_goes_before_what_the_platform_says()
    {
        var platform = repository.Read(
            """
            platform: shop
            build:
              platforms: [linux/amd64, linux/arm64]
              arguments: { MODE: all, MIRROR: mirror.example }
              secrets: { npm: NPM_TOKEN }
              contextMegabytes: 50
            services:
              auth: {}
              flag:
                build:
                  platforms: [linux/arm/v7]
                  arguments: { MODE: own }
                  secrets: { pip: PIP_TOKEN }
                  contextMegabytes: 0.5
            """
        );

        var (all, own) = (platform.Services[0].Build, platform.Services[1].Build);
        all.Platforms.ShouldBe(["linux/amd64", "linux/arm64"]);
        all.ContextMegabytes.ShouldBe(50);
        own.Platforms.ShouldBe(["linux/arm/v7"]);
        own.Arguments.ShouldBe(Entries(("MIRROR", "mirror.example"), ("MODE", "own")));
        own.Secrets.ShouldBe(Entries(("npm", "NPM_TOKEN"), ("pip", "PIP_TOKEN")));
        own.ContextMegabytes.ShouldBe(0.5);
    }

    [Fact]
    public void What_is_not_said_is_what_the_engine_is_and_a_bounded_context()
    {
        var build = repository.Read("platform: shop\nservices: { auth: {} }\n").Services[0].Build;

        build.Platforms.ShouldBeEmpty();
        build.Arguments.ShouldBeEmpty();
        build.Secrets.ShouldBeEmpty();
        build.ContextMegabytes.ShouldBe(500);
    }

    [Theory]
    [InlineData("platforms: [amd64]", "\"amd64\" is not a platform: write OS/ARCHITECTURE, such as linux/amd64")]
    [InlineData("platforms: [linux/amd64, linux/amd64]", "is listed twice in \"platforms\"")]
    [InlineData("arguments: { SOURCE_DATE_EPOCH: '0' }", "is the commit's time: it cannot be set")]
    [InlineData("arguments: { PYTHON: x }", "takes a base image: set it under \"bases\"")]
    [InlineData("arguments: { 'a b': x }", "\"a b\" cannot be an argument")]
    [InlineData("secrets: { 'a,b': TOKEN }", "\"a,b\" cannot be a secret's name")]
    [InlineData("secrets: { a: hush-hush }", "\"hush-hush\" cannot be a variable")]
    [InlineData("contextMegabytes: 0", "\"contextMegabytes\" must be more than 0")]
    public void What_no_builder_would_take_is_reported_where_it_stands(string settings, string problem)
    {
        const string Bases =
            "bases: { python: { image: 'python:3@sha256:54c85f3c47607a77f32adec749d3c81d1348bf25833671f512b26a9b6d778cb3', argument: PYTHON } }";

        foreach (
            var build in new[]
            {
                $"services: {{ auth: {{ build: {{ {settings} }} }} }}",
                $"services: {{ auth: {{}} }}\nbuild: {{ {settings} }}",
            }
        )
            repository
                .Problems($"platform: shop\n{Bases}\n{build}\n")
                .ShouldContain(each => each.Contains(problem) && !each.StartsWith("1:"));
    }

    [Fact]
    public void Secrets_of_builds_are_known_so_that_no_log_shows_them()
    {
        Environment.SetEnvironmentVariable(Variable, "made up");
        var platform = repository.Read(
            $"platform: shop\nservices: {{ auth: {{}} }}\nbuild: {{ secrets: {{ a: {Variable}, b: NO_SUCH_VARIABLE_AT_ALL }} }}\n"
        );

        BuildSecrets.Of(platform).ShouldBe(["made up"]);
    }

    private static ImmutableSortedDictionary<string, string> Entries(params (string, string)[] entries) =>
        entries.ToImmutableSortedDictionary(entry => entry.Item1, entry => entry.Item2, StringComparer.Ordinal);
}
