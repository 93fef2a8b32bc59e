namespace Pipeline.Foundation.Files;

/// <summary>A diff of two short texts, by lines.</summary>
internal static class LineDiff
{
    /// <summary>The removed lines, with <c>-</c>, and the added ones, with <c>+</c>, each with its number.</summary>
    public static IEnumerable<string> Of(string before, string after)
    {
        var (old, now) = (before.TrimEnd('\n').Split('\n'), after.TrimEnd('\n').Split('\n'));
        var common = LongestCommon(old, now);
        var (i, j) = (0, 0);
        while (i < old.Length || j < now.Length)
            if (i < old.Length && j < now.Length && old[i] == now[j])
                (i, j) = (i + 1, j + 1);
            else if (i < old.Length && (j == now.Length || common[i + 1, j] >= common[i, j + 1]))
                yield return $"-{i + 1}: {old[i++]}";
            else
                yield return $"+{j + 1}: {now[j++]}";
    }

    // The length of the longest common subsequence from i and from j.
    private static int[,] LongestCommon(string[] old, string[] now)
    {
        var length = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        for (var j = now.Length - 1; j >= 0; j--)
            length[i, j] = old[i] == now[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
        return length;
    }
}
