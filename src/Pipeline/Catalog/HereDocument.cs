using System.Text.RegularExpressions;

namespace Pipeline.Catalog;

/// <summary>A here-document of a Dockerfile, <c>&lt;&lt;EOF</c>: the lines that follow are no instructions.</summary>
/// <param name="Name">The line that ends it.</param>
/// <param name="IsIndented">True for <c>&lt;&lt;-</c>: tabs before that line are allowed.</param>
internal sealed partial record HereDocument(string Name, bool IsIndented)
{
    /// <summary>
    /// Those of an instruction, in their order: words of their own, and no part of one as in <c>&lt;&lt;&lt;</c>.
    /// </summary>
    /// <param name="instruction">The instruction, continuation lines joined.</param>
    public static IEnumerable<HereDocument> In(string instruction) =>
        !Taker().IsMatch(instruction)
            ? []
            : ShellWords
                .Split(instruction)
                .Select(word => Start().Match(word))
                .Where(match => match.Success)
                .Select(match => new HereDocument(
                    ShellWords.Unquote(match.Groups["name"].Value),
                    match.Groups["dash"].Length > 0
                ))
                .Where(document => document.Name.Length > 0);

    /// <summary>True for the line that ends it.</summary>
    public bool IsEnd(string line) =>
        line.TrimEnd('\n', '\r') is var text && (IsIndented ? text.TrimStart('\t') : text) == Name;

    [GeneratedRegex(@"^\s*(ONBUILD\s+)?(RUN|COPY|ADD)\s", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Taker();

    [GeneratedRegex(@"^\d*<<(?<dash>-?)(?<name>[^<]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Start();
}
