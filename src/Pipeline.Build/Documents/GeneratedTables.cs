using System.Text.RegularExpressions;

namespace Pipeline.Build.Documents;

/// <summary>
/// The tables of a document between <c>&lt;!-- table: NAME --&gt;</c> and <c>&lt;!-- end of table --&gt;</c>; people
/// write what is around them.
/// </summary>
internal static partial class GeneratedTables
{
    /// <summary>The names of a document's tables.</summary>
    public static ImmutableArray<string> NamesIn(string document) =>
        [.. Places().Matches(document).Select(place => place.Groups["name"].Value)];

    /// <summary>A document with its tables as they are now.</summary>
    /// <param name="document">The document.</param>
    /// <param name="table">The table with a name.</param>
    public static string Fill(string document, Func<string, MarkdownTable> table) =>
        Places()
            .Replace(
                document,
                place => $"{place.Groups["begin"]}\n\n{table(place.Groups["name"].Value)}\n\n{place.Groups["end"]}"
            );

    [GeneratedRegex(
        "^(?<begin><!-- table: (?<name>.+) -->)\n(?<rows>(?:.*\n)*?)(?<end><!-- end of table -->)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Places();
}
