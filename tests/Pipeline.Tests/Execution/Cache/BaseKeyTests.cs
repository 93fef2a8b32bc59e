using Pipeline.Catalog;
using Pipeline.Catalog.Reading;
using Pipeline.Execution.Cache;
using Pipeline.Execution.Steps;
using Pipeline.Planning;
using Pipeline.Quality;

namespace Pipeline.Tests.Execution.Cache;

/// <summary>What own base images, and the steps of services on them, are known by.</summary>
public sealed class BaseKeyTests : IDisposable
{
    private const string Catalog = """
        platform: shop
        services:
          api: { language: custom, commands: { compile: [make] } }
          web: { language: custom, commands: { compile: [make] }, dependsOn: [runtime] }
        bases:
          runtime: { path: images/runtime, dependsOn: [libs] }
          os: { path: images/os }

        """;

    private readonly GitFolder repository = new("images/os/os", "images/runtime/rt", "libs/a", "services/web/main");

    public BaseKeyTests()
    {
        repository.Write("pipeline.yaml", Catalog);
        repository.Write("images/os/Dockerfile", "FROM scratch\nCOPY os /\n");
        repository.Write("images/runtime/Dockerfile", "FROM shop/os\nCOPY rt /\n");
        repository.Write("services/api/Dockerfile", "FROM shop/runtime\nCOPY . /\n");
        repository.Commit();
    }

    [Fact]
    public async Task A_commit_that_changes_nothing_of_a_base_keeps_its_key()
    {
        var before = await Key("runtime");
        repository.Write("services/web/main", "changed");
        repository.Commit();

        (await Key("runtime")).ShouldBe(before);
    }

    [Theory]
    [InlineData("images/runtime/rt")]
    [InlineData("images/runtime/Dockerfile")]
    [InlineData("images/os/os")]
    [InlineData("libs/a")]
    public async Task All_that_a_base_is_made_of_is_in_its_key_committed_or_not(string file)
    {
        var before = await Key("runtime");
        repository.Write(file, "FROM shop/os\n# changed\n");

        var changed = await Key("runtime");
        repository.Commit();

        changed.ShouldNotBeNull();
        changed.ShouldNotBe(before);
        (await Key("runtime")).ShouldBe(changed);
    }

    [Fact]
    public async Task What_the_catalog_says_of_a_base_is_in_its_key()
    {
        var before = await Key("os");
        repository.Write("pipeline.yaml", Catalog.Replace("images/os }", "images/os, repository: shop/base }"));
        repository.Write("images/runtime/Dockerfile", "FROM shop/base\n");

        (await Key("os")).ShouldNotBe(before);
    }

    [Fact]
    public async Task A_base_with_sources_that_Git_knows_nothing_of_has_no_key()
    {
        repository.Write("pipeline.yaml", Catalog.Replace("path: images/os", "path: ignored"));
        repository.Write(".gitignore", "ignored\n");
        repository.Write("ignored/Dockerfile", "FROM scratch\n");

        (await Key("os")).ShouldBeNull();
    }

    [Fact]
    public async Task A_base_under_dependsOn_is_in_the_keys_of_a_services_steps_and_one_of_the_Dockerfile_is_not()
    {
        var (web, api) = (await StepKey("web"), await StepKey("api"));
        web.ShouldNotBeNull();
        api.ShouldNotBeNull();
        repository.Write("images/runtime/rt", "changed");
        repository.Commit();

        (await StepKey("web")).ShouldNotBe(web);
        (await StepKey("api")).ShouldBe(api);
    }

    public void Dispose() => repository.Dispose();

    private Platform Read() =>
        CatalogReader.Read(
            repository.Root / "pipeline.yaml",
            repository.Root / "artifacts",
            SupportedLanguages.Declared
        );

    private async Task<ContentKey?> Key(string image)
    {
        var (platform, source) = (Read(), await PendingSource.Ask(repository.Root).Whole());
        using var ids = new SourceIds(source);
        return new BaseKey(platform, source, ids).Of(platform.OwnBases.Single(one => one.Name == image));
    }

    private async Task<ContentKey?> StepKey(string service)
    {
        var (platform, source) = (Read(), await PendingSource.Ask(repository.Root).Whole());
        using var ids = new SourceIds(source);
        var tools = new ToolVersions(KnownTools.Read(repository.Root / "tools"), repository.Root, null);
        var target = new Pipeline.Execution.Steps.ServiceTarget(
            "test",
            _ => throw new NotSupportedException(),
            Together: false
        )
        {
            Inputs = [CommonInputs.Sources],
        };
        var worked = platform.Services.Single(one => one.Name == service);
        return await new StepCacheKeys(platform, source, ids, tools, "code").Of(new(0, target, [worked], []));
    }
}
