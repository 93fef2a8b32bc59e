using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pipeline.Foundation.Yaml;

/// <summary>A YAML value with its place.</summary>
internal abstract record YamlNode(Mark Start);

/// <summary>A plain or quoted value.</summary>
internal sealed record YamlScalar(Mark Start, string Value, bool IsPlain) : YamlNode(Start)
{
    /// <summary>True for a null value.</summary>
    public bool IsNull => IsPlain && Value is ("" or "~" or "null");
}

/// <summary>A list.</summary>
internal sealed record YamlList(Mark Start, IReadOnlyList<YamlNode> Items) : YamlNode(Start);

/// <summary>A mapping; a duplicate key is kept, so that both can be reported.</summary>
internal sealed record YamlMap(Mark Start, IReadOnlyList<KeyValuePair<YamlScalar, YamlNode>> Entries) : YamlNode(Start)
{
    public YamlNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key.Value == key).Value;

    public YamlScalar? Key(string key) => Entries.FirstOrDefault(entry => entry.Key.Value == key).Key;
}

/// <summary>Builds the nodes of the first document of a text.</summary>
internal static class YamlNodeReader
{
    /// <summary>How deep a text may nest: several times what a catalog needs.</summary>
    public const int DeepestNesting = 64;

    /// <exception cref="YamlException">The text is not YAML, or uses more of it than a catalog may.</exception>
    public static YamlNode Read(string text)
    {
        var parser = new YamlEvents(text);
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
            return new YamlMap(new(0, 1, 1), []);

        parser.Consume<DocumentStart>();
        var root = ReadNode(parser, depth: 0);
        parser.Consume<DocumentEnd>();
        return parser.Accept<DocumentStart>(out var second)
            ? throw new YamlException(second.Start, second.End, "a catalog is one document: remove this second one")
            : root;
    }

    private static YamlNode ReadNode(YamlEvents parser, int depth)
    {
        if (depth > DeepestNesting)
            throw new YamlException(
                parser.Current!.Start,
                parser.Current.End,
                $"nested deeper than {DeepestNesting} levels"
            );
        if (parser.TryConsume<Scalar>(out var scalar))
            return new YamlScalar(scalar.Start, scalar.Value, scalar.Style == ScalarStyle.Plain);

        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var items = new List<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
                items.Add(ReadNode(parser, depth + 1));
            return new YamlList(sequence.Start, items);
        }

        if (parser.TryConsume<MappingStart>(out var mapping))
        {
            var entries = new List<KeyValuePair<YamlScalar, YamlNode>>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = parser.Consume<Scalar>();
                entries.Add(
                    new(new(key.Start, key.Value, key.Style == ScalarStyle.Plain), ReadNode(parser, depth + 1))
                );
            }

            return new YamlMap(mapping.Start, entries);
        }

        var other = parser.Consume<ParsingEvent>();
        // Without aliases, a catalog cannot expand beyond its text.
        throw new YamlException(other.Start, other.End, "aliases are not supported in a catalog: write the value out");
    }
}
