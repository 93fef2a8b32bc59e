namespace Pipeline.Tests.Documents;

public sealed class LinkTests
{
    [Fact]
    public void Each_link_leads_to_a_file_and_to_a_heading_in_it()
    {
        var anchors = Document.All.ToDictionary(document => document.File, document => document.Anchors.ToHashSet());

        var broken = Document.All.SelectMany(document =>
            document
                .Links.Where(link => !link.Target.Contains("://", StringComparison.Ordinal))
                .Where(link => !Leads(document.File, link.Target, anchors))
                .Select(link => $"{document.File}:{link.Line}: {link.Target}")
        );

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Each_document_can_be_found_in_the_table_of_contents()
    {
        var contents = Document.All.Single(document => document.File == "docs/README.md");
        var told = contents.Links.Select(link => $"docs/{link.Target}").ToHashSet();

        Document
            .All.Select(document => document.File)
            .Where(file => file.StartsWith("docs/", StringComparison.Ordinal) && file != contents.File)
            .ShouldBeSubsetOf(told);
    }

    private static bool Leads(string file, string target, Dictionary<string, HashSet<string>> anchors)
    {
        var (path, anchor) = target.Split('#') is [var before, var after] ? (before, after) : (target, "");
        var folder = Path.GetDirectoryName(file)!;
        var place = path.Length == 0 ? file : Path.GetRelativePath(".", Path.Combine(folder, path));
        return (
                File.Exists(Path.Combine(Repository.Root, place))
                || Directory.Exists(Path.Combine(Repository.Root, place))
            ) && (anchor.Length == 0 || anchors[place].Contains(anchor));
    }
}
