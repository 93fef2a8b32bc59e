namespace Pipeline.Foundation;

/// <summary>Suggests the word that was probably meant.</summary>
internal static class Spelling
{
    /// <summary>
    /// The candidate nearest to <paramref name="word"/>, ignoring case; null when none is near enough to be worth a
    /// guess (more than a third of its letters would have to change).
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> candidates) =>
        candidates
            .Select(candidate => (candidate, distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(guess => guess.distance <= Math.Max(1, Math.Max(word.Length, guess.candidate.Length) / 3))
            .OrderBy(guess => guess.distance)
            .Select(guess => guess.candidate)
            .FirstOrDefault();

    /// <summary>The part of a sentence that suggests the nearest candidate, or lists them all.</summary>
    public static string Suggest(string word, IReadOnlyCollection<string> candidates) =>
        Nearest(word, candidates) is { } nearest ? $"did you mean \"{nearest}\"?"
        : candidates.Count == 0 ? "there are none"
        : $"expected one of {string.Join(", ", candidates)}";

    // Optimal string alignment: a swap of two neighbours counts as one typing error.
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        for (var j = 1; j <= b.Length; j++)
        {
            var substitution = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), substitution);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
        }

        return d[a.Length, b.Length];
    }
}
