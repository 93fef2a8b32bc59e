namespace Pipeline.Build.Reporting.Audit;

/// <summary>Writes a table with aligned columns.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>Writes it; all rows have as many cells as the header.</summary>
    public static void Write(TextWriter output, string[] head, IEnumerable<string[]> rows)
    {
        string[][] all = [head, .. rows];
        var widths = Enumerable.Range(0, head.Length).Select(column => all.Max(row => row[column].Length)).ToArray();
        foreach (var row in all)
            output.WriteLine(string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
