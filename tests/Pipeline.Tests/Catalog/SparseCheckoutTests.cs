using Pipeline.Catalog;
using Pipeline.Catalog.Reading;
using Pipeline.Foundation.Git;
using Pipeline.Planning;
using Pipeline.Quality;
using Pipeline.Tests.Execution.Cache;

namespace Pipeline.Tests.Catalog;

public sealed class SparseCheckoutTests : IDisposable
{
    private readonly GitFolder folder = new(
        "services/auth/go.mod",
        "services/auth/Dockerfile",
        "services/flag/package.json",
        "services/flag/build/Dockerfile",
        "gitops/manifests/flag-service/deployment.yaml",
        "libs/common/text.txt"
    );

    public SparseCheckoutTests()
    {
        File.WriteAllText(
            folder.Root / "pipeline.yaml",
            """
            platform: shop
            services:
              auth: { dependsOn: [libs/common] }
              flag: { dockerfile: build/Dockerfile }
            """
        );
        folder.Commit();
        folder.Git("sparse-checkout", "set", "--cone", "services/auth");
    }

    [Fact]
    public void What_a_sparse_checkout_leaves_out_is_no_mistake_of_the_catalog()
    {
        var platform = Read();

        platform
            .Services.Select(service => (service.Name, service.IsCheckedOut))
            .ShouldBe([("auth", true), ("flag", false)]);
        platform.Services[1].Image.ShouldBe("shop/flag-service");
    }

    [Fact]
    public void What_Git_does_not_have_either_is_one()
    {
        Directory.Delete(folder.Root / "services", recursive: true);

        Should.Throw<CatalogException>(Read).Problems.ShouldHaveSingleItem().Message.ShouldContain("\"auth\"");
    }

    [Fact]
    public async Task Only_what_is_checked_out_is_worked_on()
    {
        var (source, catalog) = (await PendingSource.Ask(folder.Root).Whole(), folder.Root / "pipeline.yaml");

        var all = await Selection.Of(Read(), catalog, source, [], since: null);
        var named = () => Selection.Of(Read(), catalog, source, ["flag"], since: null);

        all.Select(one => one.Source.Name).ShouldBe(["auth"]);
        (await named.ShouldThrowAsync<SourceException>()).Message.ShouldContain(
            "\"git sparse-checkout add services/flag\""
        );
    }

    [Fact]
    public void A_linked_work_tree_is_sparse_by_itself()
    {
        var linked = Path.Combine(folder.Root, "linked");
        folder.Git("worktree", "add", "-q", "--detach", linked);

        new LeftOutFiles(linked).Has(Path.Combine(linked, "services", "flag")).ShouldBeTrue();
        new LeftOutFiles(linked).Has(Path.Combine(linked, "services", "auth")).ShouldBeFalse();
        new LeftOutFiles(linked).Has(Path.Combine(linked, "services", "nowhere")).ShouldBeFalse();
    }

    public void Dispose() => folder.Dispose();

    private Platform Read() =>
        CatalogReader.Read(folder.Root / "pipeline.yaml", folder.Root / "artifacts", SupportedLanguages.Declared);
}
