using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Catalog.Reading;
using Pipeline.Foundation.Git;
using Pipeline.Planning;
using Pipeline.Planning.Versions;
using Pipeline.Quality;
using Pipeline.Tests.Execution.Cache;

namespace Pipeline.Tests.Planning;

/// <summary>A service that is a submodule, lies in one, or holds one.</summary>
public sealed class SubmoduleTests : IDisposable
{
    private readonly GitFolder library = new("go.mod", "Dockerfile", "auth/go.mod", "auth/Dockerfile");
    private readonly GitFolder shop = new("README.md", "services/flag/go.mod");
    private readonly List<GitFolder> further = [];

    public static TheoryData<string, string> Places =>
        new()
        {
            { "services/auth", "services/auth" },
            { "modules", "modules/auth" },
            { "services/auth/vendor", "services/auth" },
        };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Another_commit_of_the_submodule_affects_the_service_alone(string module, string service)
    {
        Add(module, service);
        shop.Git("tag", "base");

        Change(module);
        shop.Commit();

        var affected = await Select([], since: "base");
        affected.Select(one => (one.Source.Name, one.Reason)).ShouldBe([("auth", module)]);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Its_name_changes_with_the_submodules_commit(string module, string service)
    {
        Add(module, service);
        var before = await Id(service);

        Change(module);
        shop.Commit();

        before.ShouldNotBeNull();
        (await Id(service)).ShouldNotBeNull().ShouldNotBe(before);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_change_in_the_submodule_is_one_of_the_service_whatever_is_ignored(string module, string service)
    {
        Add(module, service);
        shop.Git("config", "--file", ".gitmodules", $"submodule.{module}.ignore", "all");
        shop.Commit();

        shop.Write($"{module}/go.mod", "changed");

        var source = await PendingSource.Ask(shop.Root).Whole();
        var (auth, flag) = (Read().Services[0], Read().Services[1]);
        source.ChangesOf(Read(), auth).ShouldBe([module]);
        source.ChangesOf(Read(), flag).ShouldBeEmpty();
        (await Id(service)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task One_that_is_not_checked_out_is_asked_for_where_it_is_needed(string module, string service)
    {
        Add(module, service);
        shop.Git("submodule", "deinit", "-q", "--force", module);

        var all = await Should.ThrowAsync<SourceException>(() => Select([]));
        var named = await Should.ThrowAsync<SourceException>(() => Select(["auth"]));
        var other = await Select(["flag"]);

        all.Message.ShouldBe(
            $"auth needs {module}, a submodule that is not checked out: fetch it with \"git submodule update --init {module}\""
        );
        named.Message.ShouldBe(all.Message);
        other.ShouldHaveSingleItem().Source.Name.ShouldBe("flag");
        shop.Git("submodule", "update", "-q", "--init", module);
        (await Select(["auth"])).ShouldHaveSingleItem().Source.Dockerfile.ShouldNotBe(null);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_commit_that_takes_another_of_the_submodule_decides_about_the_version(
        string module,
        string service
    )
    {
        Add(module, service);
        shop.Git("tag", "auth/1.4.0");
        Change(module);
        shop.Commit("feat: take the new library");

        var planned = await PlannedVersion.Of(
            Read(),
            Read().Services[0] with
            {
                Versioning = Versioning.Semver,
            },
            await PendingSource.Ask(shop.Root).Whole(),
            await TakenVersions.Read(shop.Root)
        );

        planned.Version.ShouldBe("1.5.0");
    }

    [Fact]
    public async Task One_in_another_is_asked_for_in_that()
    {
        var inner = new GitFolder("go.mod");
        further.Add(inner);
        library.Git("submodule", "add", "-q", new Uri(inner.Root).AbsoluteUri, "third");
        library.Commit();
        Add("services/auth", "services/auth");

        var refusal = await Should.ThrowAsync<SourceException>(() => Select([]));

        refusal.Message.ShouldEndWith("\"git -C services/auth submodule update --init third\"");
    }

    public void Dispose()
    {
        library.Dispose();
        shop.Dispose();
        further.ForEach(folder => folder.Dispose());
    }

    private void Add(string module, string service)
    {
        if (module.StartsWith($"{service}/", StringComparison.Ordinal))
        {
            shop.Write($"{service}/go.mod", "module auth");
            shop.Write($"{service}/Dockerfile", "FROM scratch");
        }

        shop.Git("submodule", "add", "-q", new Uri(library.Root).AbsoluteUri, module);
        shop.Write("pipeline.yaml", $"platform: shop\nservices:\n  auth: {{ path: {service} }}\n  flag: {{}}\n");
        shop.Commit();
    }

    private void Change(string module)
    {
        library.Write("go.mod", "another");
        library.Commit();
        GitCommand.Run(shop.Root / module, ["pull", "-q", "origin", "main"]).GetAwaiter().GetResult();
    }

    private Platform Read() =>
        CatalogReader.Read(shop.Root / "pipeline.yaml", shop.Root / "artifacts", SupportedLanguages.Declared);

    private async Task<ImmutableArray<SelectedSource>> Select(string[] names, string? since = null) =>
        await Selection.Of(
            Read(),
            shop.Root / "pipeline.yaml",
            await PendingSource.Ask(shop.Root).Whole(),
            names,
            since
        );

    private async Task<string?> Id(string path)
    {
        using var ids = new SourceIds(await PendingSource.Ask(shop.Root).Whole());
        return ids.Of((AbsolutePath)(shop.Root / path));
    }
}
