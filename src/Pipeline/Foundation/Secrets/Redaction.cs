using System.Buffers;

namespace Pipeline.Foundation.Secrets;

/// <summary>Redacts secrets in one pass, however many there are.</summary>
internal sealed class Redaction
{
    private const string Mark = "***";

    private readonly string[] known;
    private readonly string[] beginnings;
    private readonly int longest;
    private readonly SearchValues<string> search;
    private readonly SearchValues<char> starts;
    private readonly Dictionary<string, SecretForm[]>.AlternateLookup<ReadOnlySpan<char>> byBeginning;

    /// <summary>
    /// Knows the given values, and those that environment variables hold; see <see cref="SecretVariables"/>.
    /// </summary>
    /// <param name="secrets">The values.</param>
    /// <param name="stated">What is in plain text anyway; a value that is a part of it is no secret.</param>
    public Redaction(IEnumerable<string> secrets, IReadOnlyCollection<string>? stated = null)
    {
        var variables = SecretVariables.All().ToArray();
        var all = secrets.Concat(variables.SelectMany(SecretVariables.In)).Distinct().ToArray();
        known = [.. all.Where(secret => !IsStated(secret, stated))];
        StatedElsewhere =
        [
            .. all.Where(secret => secret.Trim().Length >= SecretSpellings.Shortest && IsStated(secret, stated))
                .Select(secret => OriginOf(secret, variables))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        var forms = known.SelectMany(SecretSpellings.Of).Distinct().ToArray();
        Masks = [.. known.SelectMany(SecretSpellings.Lines).Distinct()];
        longest = forms.Length == 0 ? 0 : forms.Max(SecretMatch.Longest);
        byBeginning = forms
            .GroupBy(form => form.Text[..SecretSpellings.Shortest])
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        beginnings = [.. byBeginning.Dictionary.Keys.Order(StringComparer.Ordinal)];
        search = SearchValues.Create(beginnings, StringComparison.Ordinal);
        starts = SearchValues.Create([.. beginnings.Select(beginning => beginning[0])]);
    }

    /// <summary>The variables whose secrets are not redacted, as they are in plain text anyway.</summary>
    internal ImmutableArray<string> StatedElsewhere { get; }

    /// <summary>The plain lines of the secrets, for programs that mask them too.</summary>
    internal ImmutableArray<string> Masks { get; }

    /// <summary>Characters of the longest spelling of a secret; 0 where there is none.</summary>
    internal int Longest => longest;

    /// <summary>
    /// The text with <c>***</c> in the place of every secret, also where it is encoded; see
    /// <see cref="SecretSpellings"/>.
    /// </summary>
    public string Apply(string text)
    {
        if (text.AsSpan().IndexOfAny(search) < 0)
            return text;

        var redacted = new ArrayBufferWriter<char>(text.Length);
        Apply(text, 0, text.Length, redacted);
        return redacted.WrittenSpan.ToString();
    }

    /// <summary>True where there is a secret in a text, however it is spelled.</summary>
    internal bool Finds(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(search) is >= 0 and var found)
        {
            if (LengthAt(text[found..]) > 0)
                return true;
            text = text[(found + 1)..];
        }

        return false;
    }

    /// <summary>
    /// Where the secret in a text comes from, for a message: a variable of the environment, where one holds it. Null
    /// where the text has none.
    /// </summary>
    internal string? OriginOf(string text) =>
        Finds(text) && known.FirstOrDefault(secret => IsIn(text, secret)) is var found
            ? OriginOf(found, SecretVariables.All())
            : null;

    /// <summary>Writes the redacted text up to an end; overlapping secrets are redacted as one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="covered">How many characters at its beginning belong to a secret that was already redacted.</param>
    /// <param name="end">Where to stop; a secret that begins before is redacted whole.</param>
    /// <param name="redacted">Takes the text.</param>
    /// <returns>How many characters after the end belong to a redacted secret.</returns>
    internal int Apply(ReadOnlySpan<char> text, int covered, int end, IBufferWriter<char> redacted)
    {
        var done = covered;
        for (var from = 0; from < end; from++)
        {
            var found = text[from..].IndexOfAny(search);
            if (found < 0 || from + found >= end)
                break;

            from += found;
            var length = LengthAt(text[from..]);
            if (length == 0)
                continue;
            if (from >= done)
            {
                redacted.Write(text[done..from]);
                redacted.Write(Mark);
            }

            done = Math.Max(done, from + length);
        }

        if (done < end)
            redacted.Write(text[done..end]);
        return Math.Max(0, done - end);
    }

    /// <summary>
    /// The start of a suffix that may be the beginning of a secret; the text's length where there is none.
    /// </summary>
    internal int Undecided(ReadOnlySpan<char> text)
    {
        for (var from = Math.Max(0, text.Length - longest + 1); from < text.Length; from++)
        {
            var found = text[from..].IndexOfAny(starts);
            if (found < 0)
                break;

            from += found;
            if (BeginsForm(text[from..]))
                return from;
        }

        return text.Length;
    }

    private int LengthAt(ReadOnlySpan<char> text)
    {
        var length = 0;
        foreach (var form in byBeginning[text[..SecretSpellings.Shortest]])
            if (SecretMatch.Of(form, text) is { IsWhole: true } match)
                length = Math.Max(length, match.Length);
        return length;
    }

    private bool BeginsForm(ReadOnlySpan<char> text)
    {
        if (text.Length < SecretSpellings.Shortest)
            return BeginsBeginning(text);
        if (byBeginning.TryGetValue(text[..SecretSpellings.Shortest], out var forms))
            foreach (var form in forms)
                if (SecretMatch.Of(form, text) is { IsWhole: false, Length: > 0 })
                    return true;
        return false;
    }

    // In this order, everything that starts with the text comes right after it.
    private bool BeginsBeginning(ReadOnlySpan<char> text)
    {
        var (low, high) = (0, beginnings.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (beginnings[middle].AsSpan().SequenceCompareTo(text) <= 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low < beginnings.Length && beginnings[low].AsSpan().StartsWith(text, StringComparison.Ordinal);
    }

    private static bool IsStated(string secret, IReadOnlyCollection<string>? stated) =>
        stated?.Any(word => word.Contains(secret.Trim(), StringComparison.Ordinal)) == true;

    private static bool IsIn(string text, string secret) =>
        SecretSpellings.Of(secret).Any(form => text.Contains(form.Text, StringComparison.Ordinal));

    private static string OriginOf(string? secret, IEnumerable<Variable> variables) =>
        variables
            .FirstOrDefault(variable => variable.Value == secret || SecretVariables.In(variable).Contains(secret))
            ?.Name
        ?? "a parameter of the build";
}
