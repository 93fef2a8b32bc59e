using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pipeline.Foundation.Yaml;

/// <summary>The events of a text. A syntax error is a <see cref="YamlException"/> with its place.</summary>
internal sealed class YamlEvents(string text) : IParser
{
    private readonly Parser parser = new(new StringReader(text));

    public ParsingEvent? Current => parser.Current;

    public bool MoveNext()
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception failure) when (failure is not YamlException)
        {
            // The parser throws these for some broken texts.
            var (start, end) = Current is { } last ? (last.Start, last.End) : (Mark.Empty, Mark.Empty);
            throw new YamlException(start, end, "what comes next cannot be read", failure);
        }
    }
}
