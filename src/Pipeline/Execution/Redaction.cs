using System.Buffers;
using System.Collections;
using System.Collections.Frozen;

namespace Pipeline.Execution;

/// <summary>Takes secrets out of what is written, in one pass however many there are.</summary>
public sealed class Redaction
{
    private const string Mark = "***";

    private static readonly string[] TellingNames =
    [
        "SECRET",
        "TOKEN",
        "PASSWORD",
        "PASSWD",
        "APIKEY",
        "API_KEY",
        "PRIVATE_KEY",
        "CREDENTIAL",
    ];

    private readonly string[] values;
    private readonly int longest;
    private readonly SearchValues<string> search;
    private readonly SearchValues<char> starts;
    private readonly FrozenDictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> byStart;

    /// <summary>Knows the given values, and those of environment variables whose name tells that they are secret.</summary>
    public Redaction(IEnumerable<string> secrets)
    {
        var all = secrets.Concat(EnvironmentSecrets()).Distinct().SelectMany(SecretForms.Of);
        values = [.. all.Distinct().Order(StringComparer.Ordinal)];
        longest = values.Select(value => value.Length).DefaultIfEmpty().Max();
        search = SearchValues.Create(values, StringComparison.Ordinal);
        starts = SearchValues.Create([.. values.Select(value => value[0])]);
        byStart = values
            .GroupBy(value => value[..SecretForms.Shortest])
            .ToFrozenDictionary(
                group => group.Key,
                group => group.OrderByDescending(value => value.Length).ToArray(),
                StringComparer.Ordinal
            )
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Characters of the longest spelling of a secret; 0 where there is none.</summary>
    internal int Longest => longest;

    /// <summary>True where there is a secret in a text, however it is spelled.</summary>
    internal bool Finds(ReadOnlySpan<char> text) => text.IndexOfAny(search) >= 0;

    /// <summary>The text with <c>***</c> in the place of every secret, also where it is encoded; see <see cref="SecretForms"/>.</summary>
    public string Apply(string text)
    {
        if (text.AsSpan().IndexOfAny(search) < 0)
            return text;

        var redacted = new ArrayBufferWriter<char>(text.Length);
        Apply(text, 0, text.Length, redacted);
        return redacted.WrittenSpan.ToString();
    }

    /// <summary>Writes the redacted text up to an end; secrets that overlap are taken out as one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="covered">How many characters at its beginning belong to a secret that was taken out before.</param>
    /// <param name="end">Where to stop; a secret that begins before it is taken out whole.</param>
    /// <param name="redacted">Takes the text.</param>
    /// <returns>How many characters from the end on belong to a secret that was taken out.</returns>
    internal int Apply(ReadOnlySpan<char> text, int covered, int end, IBufferWriter<char> redacted)
    {
        var done = covered;
        for (var from = 0; from < end; from++)
        {
            var found = text[from..].IndexOfAny(search);
            if (found < 0 || from + found >= end)
                break;

            from += found;
            if (from >= done)
            {
                redacted.Write(text[done..from]);
                redacted.Write(Mark);
            }

            done = Math.Max(done, from + LengthAt(text[from..]));
        }

        if (done < end)
            redacted.Write(text[done..end]);
        return Math.Max(0, done - end);
    }

    /// <summary>Where the end of a text begins that may be the beginning of a secret; its length where there is none.</summary>
    internal int Undecided(ReadOnlySpan<char> text)
    {
        for (var from = Math.Max(0, text.Length - longest + 1); from < text.Length; from++)
        {
            var found = text[from..].IndexOfAny(starts);
            if (found < 0)
                break;

            from += found;
            if (BeginsValue(text[from..]))
                return from;
        }

        return text.Length;
    }

    private int LengthAt(ReadOnlySpan<char> text)
    {
        foreach (var value in byStart[text[..SecretForms.Shortest]])
            if (text.StartsWith(value, StringComparison.Ordinal))
                return value.Length;
        return 0;
    }

    // Whatever begins with the text follows it in order.
    private bool BeginsValue(ReadOnlySpan<char> text)
    {
        var (low, high) = (0, values.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (values[middle].AsSpan().SequenceCompareTo(text) <= 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low < values.Length && values[low].AsSpan().StartsWith(text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> EnvironmentSecrets() =>
        from DictionaryEntry variable in System.Environment.GetEnvironmentVariables()
        let name = (string)variable.Key
        where TellingNames.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase))
        select (string?)variable.Value ?? "";
}
