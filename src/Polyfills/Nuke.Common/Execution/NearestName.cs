namespace Nuke.Common.Execution;

/// <summary>Finds the name that somebody may have meant.</summary>
internal static class NearestName
{
    /// <summary>
    /// The name with the fewest changed letters; null where more than a third of the letters would have to change.
    /// </summary>
    public static string? Of(string meant, IEnumerable<string> names)
    {
        var (nearest, distance) = ((string?)null, (meant.Length / 3) + 1);
        foreach (var name in names)
        {
            var changes = Distance(meant.ToUpperInvariant(), name.ToUpperInvariant());
            if (changes <= distance && (nearest is null || changes < distance))
                (nearest, distance) = (name, changes);
        }

        return nearest;
    }

    /// <summary>Levenshtein's distance: letters to insert, delete or replace.</summary>
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
