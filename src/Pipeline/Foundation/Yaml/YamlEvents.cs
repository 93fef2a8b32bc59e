using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Pipeline.Foundation.Yaml;

/// <summary>The events of a text. Whatever the parser does not understand is a <see cref="YamlException"/> that says where.</summary>
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
            // Arguments, casts and states that are invalid inside the parser: its answer to some broken texts.
            var (start, end) = Current is { } last ? (last.Start, last.End) : (Mark.Empty, Mark.Empty);
            throw new YamlException(start, end, "what comes next cannot be read", failure);
        }
    }
}
