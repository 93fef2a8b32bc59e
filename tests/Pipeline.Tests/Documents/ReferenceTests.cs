using Pipeline.Build.Documents;
using Pipeline.Catalog.Reading;
using Pipeline.Quality;
using Pipeline.Tests.Workflows;

namespace Pipeline.Tests.Documents;

public sealed class ReferenceTests : IDisposable
{
    private const string Stale = """
        # Exit codes

        <!-- table: exit-codes -->
        | exit code | meaning |
        <!-- end of table -->

        A person's words.

        """;

    private readonly string root = Directory.CreateTempSubdirectory("pipeline-reference-").FullName;

    public ReferenceTests()
    {
        Directory.CreateDirectory(Path.Combine(root, ".nuke"));
        Directory.CreateDirectory(Path.Combine(root, "docs", "reference"));
        File.WriteAllText(Page, Stale);
    }

    private string Page => Path.Combine(root, "docs", "reference", "exit-codes.md");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_table_that_differs_fails_the_check_which_names_the_file_and_its_lines()
    {
        var check = GeneratedWorkflows.Build(root, "CheckReference");

        check.ExitCode.ShouldBe(255);
        check.StandardOutput.ShouldContain("docs/reference/exit-codes.md would have:\n  ");
        check.StandardOutput.ShouldContain("| `130` | The run was interrupted (Ctrl-C). |");
        check.StandardOutput.ShouldContain("run ./build.sh Reference, and commit what it writes");
        File.ReadAllText(Page).ShouldBe(Stale);
    }

    [Fact]
    public void What_the_reference_has_written_passes_the_check_and_the_words_around_it_stay()
    {
        GeneratedWorkflows
            .Build(root, "Reference")
            .StandardOutput.ShouldContain("changed docs/reference/exit-codes.md");

        GeneratedWorkflows.Build(root, "CheckReference").ExitCode.ShouldBe(0);
        var page = File.ReadAllText(Page);
        page.ShouldStartWith(
            "# Exit codes\n\n<!-- table: exit-codes -->\n\n| exit code | meaning |\n|---|---|\n| `0` |"
        );
        page.ShouldEndWith("|\n\n<!-- end of table -->\n\nA person's words.\n");
    }

    [Fact]
    public void A_table_that_there_is_not_is_refused_with_those_that_there_are()
    {
        File.WriteAllText(Page, "<!-- table: target -->\n<!-- end of table -->\n");

        GeneratedWorkflows
            .Build(root, "Reference")
            .StandardOutput.ShouldContain(
                "there is no table \"target\": expected targets, parameters, exit-codes, or catalog"
            );
    }

    [Fact]
    public void A_key_says_what_it_takes_what_it_means_and_what_it_is_where_nothing_is_stated()
    {
        var table = Catalog("").ToString();

        table.ShouldContain(
            "| `platform` | text | The platform's name, the first part of every image repository. | required |"
        );
        table.ShouldContain("| `branch` | text | The branch that is delivered from. | main |");
        table.ShouldContain("| `policy.severity` | `unknown`, `low`, `medium`, `high`, `critical` |");
        table.ShouldContain("| `network` | list of numbers |");
        Catalog("environments.<name>").ToString().ShouldContain("| local: artifacts/local/gitops.git |");
    }

    [Fact]
    public void Keys_that_have_a_table_of_their_own_are_in_no_other()
    {
        var tables = new[] { "", "services.<name>", "build", "environments.<name>", "environments.<name>.ecr" };

        Catalog("services.<name>", tables).Rows.Select(row => row[0]).ShouldContain("`build`");
        Catalog("services.<name>", tables).Rows.Select(row => row[0]).ShouldNotContain("`build.platforms`");
        Catalog("", tables).Rows.Select(row => row[0]).ShouldNotContain("`services.<name>.path`");
        Catalog("environments.<name>", tables).Rows.Select(row => row[0]).ShouldNotContain("`ecr.create`");
        Catalog("environments.<name>.ecr", tables).Rows.Select(row => row[0]).ShouldContain("`create`");
    }

    [Fact]
    public void Each_key_of_the_catalog_is_in_the_reference()
    {
        var reference = Document.All.Single(document => document.File == "docs/reference/catalog.md").Text;

        Catalog("", "")
            .Rows.Select(row => row[0].Trim('`').Split('.')[^1])
            .Distinct()
            .Where(key => !reference.Contains($"{key}` |", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    private static MarkdownTable Catalog(string root, params string[] roots) =>
        new SchemaTable(CatalogSchema.Create(SupportedLanguages.Declared)).Of(root, [.. roots]);
}
