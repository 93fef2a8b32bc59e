using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>Builds the nodes of all documents of a text, without following aliases.</summary>
internal sealed class ManifestParser
{
    /// <summary>How deep documents may nest: ten times what a pod with every field set needs.</summary>
    public const int DeepestNesting = 256;

    private readonly YamlEvents parser;
    private readonly string text;
    private readonly int mark;
    private HashSet<string> repeated = [];
    private Dictionary<string, ManifestNode> anchored = [];

    private ManifestParser(string text)
    {
        // Otherwise a byte order mark would become part of the first key.
        this.text = text;
        mark = text.StartsWith('\uFEFF') ? 1 : 0;
        parser = new(text[mark..]);
    }

    /// <exception cref="YamlException">The text is not YAML, or nests too deeply.</exception>
    public static ImmutableArray<ManifestDocument> Parse(string text) => new ManifestParser(text).Documents();

    private ImmutableArray<ManifestDocument> Documents()
    {
        var documents = ImmutableArray.CreateBuilder<ManifestDocument>();
        parser.Consume<StreamStart>();
        while (parser.TryConsume<DocumentStart>(out _))
        {
            (repeated, anchored) = ([], []);
            documents.Add(new(Node(depth: 0), repeated));
            parser.Consume<DocumentEnd>();
        }

        parser.Consume<StreamEnd>();
        return documents.ToImmutable();
    }

    private ManifestNode Node(int depth)
    {
        var node = Read(depth);
        if (node.Anchor is { } anchor)
            anchored[anchor] = node;
        return node;
    }

    private ManifestNode Read(int depth)
    {
        var next = parser.Consume<ParsingEvent>();
        if (depth > DeepestNesting)
            throw new YamlException(next.Start, next.End, $"nested deeper than {DeepestNesting} levels");

        var anchor = next is NodeEvent { Anchor.IsEmpty: false } node ? node.Anchor.Value : null;
        switch (next)
        {
            case Scalar scalar:
                return Scalar(scalar, anchor);
            case SequenceStart:
                var items = ImmutableArray.CreateBuilder<ManifestNode>();
                while (!parser.TryConsume<SequenceEnd>(out _))
                    items.Add(Node(depth + 1));
                return new ManifestList(items.ToImmutable(), anchor);
            case MappingStart:
                var entries = ImmutableArray.CreateBuilder<(ManifestScalar?, ManifestNode)>();
                while (!parser.TryConsume<MappingEnd>(out _))
                    entries.Add((Node(depth + 1) as ManifestScalar, Node(depth + 1)));
                return new ManifestMap(entries.ToImmutable(), anchor);
            case AnchorAlias alias:
                repeated.Add(alias.Value.Value);
                return new ManifestAlias(alias.Value.Value, anchored.GetValueOrDefault(alias.Value.Value));
            default:
                throw new YamlException(next.Start, next.End, "a value was expected here");
        }
    }

    // The parser takes a byte order mark at the head of a later document for a part of its first key.
    private ManifestScalar Scalar(Scalar scalar, string? anchor) =>
        new(
            scalar.Value.TrimStart('\uFEFF'),
            scalar.Style,
            (int)scalar.Start.Index + mark,
            (int)scalar.End.Index + mark,
            (int)scalar.Start.Line,
            (int)scalar.Start.Column,
            !scalar.Tag.IsEmpty,
            anchor
        )
        {
            ValueStart = ValueStart((int)scalar.Start.Index + mark, anchor),
        };

    private int ValueStart(int start, string? anchor)
    {
        if (anchor is null || start + anchor.Length >= text.Length || text[start] != '&')
            return start;

        start += anchor.Length + 1;
        while (start < text.Length && text[start] is (' ' or '\t'))
            start++;
        return start;
    }
}
