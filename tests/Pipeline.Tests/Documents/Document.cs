using System.Collections.Immutable;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Pipeline.Tests.Documents;

/// <summary>A Markdown file of this repository, read as GitHub does.</summary>
internal sealed class Document
{
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .UsePreciseSourceLocation()
        .Build();

    private readonly MarkdownDocument content;

    private Document(string file)
    {
        File = file;
        Text = System.IO.File.ReadAllText(Path.Combine(Repository.Root, file));
        content = Markdig.Markdown.Parse(Text, Markdown);
    }

    /// <summary>Those that users and contributors read.</summary>
    public static ImmutableArray<Document> All { get; } =
    [
        .. new[] { "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "benchmarks/README.md" }
            .Concat(
                Directory
                    .EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(Repository.Root, file))
                    .Order(StringComparer.Ordinal)
            )
            .Select(file => new Document(file)),
    ];

    /// <summary>Its path in the repository.</summary>
    public string File { get; }

    public string Text { get; }

    /// <summary>What its links point to, with the line of each.</summary>
    public IEnumerable<(string Target, int Line)> Links =>
        content.Descendants<LinkInline>().Select(link => (link.Url ?? "", link.Line + 1));

    /// <summary>The anchors of its headings.</summary>
    public IEnumerable<string> Anchors =>
        content.Descendants<HeadingBlock>().Select(heading => heading.GetAttributes().Id ?? "");

    /// <summary>The commands in its blocks of the kinds <c>console</c> and <c>sh</c>.</summary>
    public IEnumerable<DocumentedCommand> Commands =>
        Blocks("console", "sh").SelectMany(block => DocumentedCommand.In(File, block));

    /// <summary>Its blocks of the kind <c>sh</c> that can run on any machine, as they stand there.</summary>
    public IEnumerable<string> Scripts =>
        Blocks("sh")
            .Where(block => DocumentedCommand.In(File, block).All(command => command.Elsewhere is null))
            .Select(block => block.Lines.ToString());

    /// <summary>The content of its blocks of a kind, with the line of each.</summary>
    public IEnumerable<(string Content, int Line)> Code(string kind) =>
        Blocks(kind).Select(block => (block.Lines.ToString(), block.Line + 2));

    private IEnumerable<FencedCodeBlock> Blocks(params string[] kinds) =>
        content.Descendants<FencedCodeBlock>().Where(block => kinds.Contains(block.Info));
}
