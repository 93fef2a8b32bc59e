using System.Text;
using Pipeline.Foundation;

namespace Pipeline.Adoption.Proposal;

/// <summary>Writes a proposed catalog as YAML.</summary>
internal static class CatalogText
{
    private const string Head =
        "# Proposed by Adopt: what discovery finds again is left out, and each comment names the place of its proof.\n";

    /// <summary>The text.</summary>
    public static string Write(CatalogEntry root)
    {
        var text = new StringBuilder(Head);
        foreach (var entry in root.Entries)
        {
            if (!entry.Entries.IsEmpty)
                text.Append('\n');
            Write(text, entry, "");
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, CatalogEntry entry, string indentation)
    {
        text.Append(indentation).Append(entry.Key).Append(':');
        if (entry.Entries.IsEmpty)
            text.Append(' ').Append(entry.Value ?? "{}");
        if (entry.Source is not null)
            text.Append(" # ")
                .Append(
                    MessageText.Line(
                        string.Join(' ', entry.Source.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                    )
                );
        text.Append('\n');
        foreach (var inner in entry.Entries)
            Write(text, inner, $"{indentation}  ");
    }
}
