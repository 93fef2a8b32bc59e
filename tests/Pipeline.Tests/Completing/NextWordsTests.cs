using Pipeline.Build.Completing;
using Pipeline.Tests.Catalog;

namespace Pipeline.Tests.Completing;

public sealed class NextWordsTests : IDisposable
{
    private const string Shop = """
        platform: shop
        services: { auth: {}, audit: {}, web: {} }
        environments:
          develop: { local: true, gitops: { path: develop } }
        """;

    private readonly CatalogFixture catalog = new("auth/go.mod", "audit/go.mod", "web/go.mod");

    public void Dispose() => catalog.Dispose();

    [Theory]
    [InlineData("./build.sh Prev", "Preview")]
    [InlineData("./build.sh Push Prom", "Promote")]
    [InlineData("./build.sh prev", "Preview")]
    [InlineData("./build.sh Push --ser", "--service")]
    [InlineData("./build.sh --cache-", "--cache-read-only --cache-size")]
    [InlineData("./build.sh Push --service a", "audit auth")]
    [InlineData("./build.sh Push --service ", "audit auth web")]
    [InlineData("./build.sh Push --service auth,w", "auth,web")]
    [InlineData("./build.sh Push --service auth w", "web")]
    [InlineData("./build.sh Deliver --environment d", "develop")]
    [InlineData("./build.sh Promote --to ", "develop local")]
    [InlineData("./build.sh Status --format j", "json")]
    [InlineData("./build.sh Deliver --skip Sca", "Sca Scaffold Scan")]
    [InlineData("./build.sh Completion --for z", "Zsh")]
    [InlineData("./build.sh --verbosity q", "Quiet")]
    [InlineData("./build.sh Promote --reason ", "")]
    [InlineData("./build.sh Nothing --unknown x", "")]
    public void A_line_goes_on_with_what_can_stand_there(string line, string expected) =>
        string.Join(' ', For(line)).ShouldBe(expected);

    [Fact]
    public void After_a_switch_and_a_value_that_is_complete_come_further_parameters()
    {
        For("./build.sh Deliver --fail-fast ").ShouldContain("--parallel");
        For("./build.sh Deliver --environment develop ").ShouldContain("--parallel");
        For("./build.sh Deliver --environment develop ").ShouldNotContain("develop");
    }

    [Fact]
    public void Without_a_catalog_targets_and_parameters_are_completed_all_the_same()
    {
        var words = new NextWords(TestedBuild.Class, Platform: null);

        words.For("./build.sh Prev").ShouldBe(["Preview"]);
        words.For("./build.sh Push --service ").ShouldBeEmpty();
    }

    private ImmutableArray<string> For(string line) => new NextWords(TestedBuild.Class, catalog.Read(Shop)).For(line);
}
