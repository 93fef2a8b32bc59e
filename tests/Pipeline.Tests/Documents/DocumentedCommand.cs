using System.Text.RegularExpressions;
using Markdig.Syntax;

namespace Pipeline.Tests.Documents;

/// <summary>A command that a document tells its reader to type.</summary>
/// <param name="File">The document.</param>
/// <param name="Line">Its line there.</param>
/// <param name="Text">The command, without its comment.</param>
/// <param name="Elsewhere">
/// Why it cannot run on any machine, as the comment above its block says; null where it can.
/// </param>
internal sealed partial record DocumentedCommand(string File, int Line, string Text, string? Elsewhere)
{
    /// <summary>The program that it starts.</summary>
    public string Program => Text.Split(' ')[0];

    /// <summary>What follows the build's program; null where it starts another one.</summary>
    public IReadOnlyList<string>? BuildArguments =>
        Program is "./build.sh" or "../pipeline/build.sh" or "pipeline"
            ?
            [
                .. Word()
                    .Matches(Text)
                    .Skip(1)
                    .Select(word => word.Value.Replace("\"", "", StringComparison.Ordinal))
                    .TakeWhile(word => word[0] is not ('>' or '|')),
            ]
            : null;

    /// <summary>Where it stands, for messages.</summary>
    public override string ToString() => $"{File}:{Line}: {Text}";

    /// <summary>The commands of a block; in one of the kind <c>console</c> they follow a prompt.</summary>
    public static IEnumerable<DocumentedCommand> In(string file, FencedCodeBlock block)
    {
        var above = block.Parent![Math.Max(0, block.Parent.IndexOf(block) - 1)] as HtmlBlock;
        var reason = above is null ? null : Reason().Match(above.Lines.ToString()).Groups["reason"];
        var elsewhere = reason is { Success: true } ? reason.Value : null;
        var lines = block.Lines.ToString().Split('\n');
        string? end = null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (end is not null)
            {
                end = lines[i] == end ? null : end;
                continue;
            }

            if (block.Info == "console" && !lines[i].StartsWith("$ ", StringComparison.Ordinal))
                continue;

            var (first, text) = (i, lines[i]);
            while (text.EndsWith('\\'))
                text = $"{text[..^1].TrimEnd()} {lines[++i].Trim()}";
            text = Comment().Replace(block.Info == "console" ? text[2..] : text.Trim(), "");
            end = HereDocument().Match(text) is { Success: true } document ? document.Groups["end"].Value : null;
            if (text.Length > 0)
                yield return new(file, block.Line + first + 2, text, elsewhere);
        }
    }

    [GeneratedRegex("^<!-- elsewhere: (?<reason>.+) -->", RegexOptions.ExplicitCapture)]
    private static partial Regex Reason();

    [GeneratedRegex(@"(^|\s+)#\s.*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Comment();

    [GeneratedRegex("<<'?(?<end>[A-Z]+)'?", RegexOptions.ExplicitCapture)]
    private static partial Regex HereDocument();

    [GeneratedRegex("""(?:[^\s"]|"[^"]*")+""")]
    private static partial Regex Word();
}
