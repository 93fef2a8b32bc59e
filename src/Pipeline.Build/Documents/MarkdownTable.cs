namespace Pipeline.Build.Documents;

/// <summary>A table of a document: its columns, and its rows with a cell for each.</summary>
internal sealed record MarkdownTable(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows)
{
    /// <summary>The text of a cell that is shown as it is typed.</summary>
    public static string Code(string text) => $"`{text}`";

    /// <summary>The text of a cell for people, in which nothing has a meaning for Markdown.</summary>
    public static string Prose(string text) =>
        text.Replace("*", "\\*", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>The lines of the table.</summary>
    public override string ToString() =>
        string.Join('\n', Rows.Prepend([.. Columns.Select(_ => "---")]).Prepend(Columns).Select(Line));

    private static string Line(ImmutableArray<string> cells) =>
        cells.All(cell => cell == "---") ? $"|{string.Join('|', cells)}|" : $"| {string.Join(" | ", cells)} |";
}
