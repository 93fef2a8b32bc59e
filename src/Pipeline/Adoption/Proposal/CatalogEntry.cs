using System.Text.RegularExpressions;
using Pipeline.Deployments.GitOps.ArgoCd.Scaffolding;

namespace Pipeline.Adoption.Proposal;

/// <summary>A key of a proposed catalog, with a value or further keys, and where it comes from.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value as YAML; null where there are further keys, or none.</param>
/// <param name="Source">The place that it is inferred from, or what it means; null for nothing to say.</param>
internal sealed partial record CatalogEntry(string Key, string? Value = null, string? Source = null)
{
    /// <summary>The keys below it.</summary>
    public ImmutableArray<CatalogEntry> Entries { get; init; } = [];

    /// <summary>The entry of a key; null for none.</summary>
    public CatalogEntry? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key);

    /// <summary>A key with a text.</summary>
    public static CatalogEntry Text(string key, string value, string? source = null) =>
        new(key, YamlText.Of(value), source);

    /// <summary>A key with a list of texts.</summary>
    public static CatalogEntry List(string key, IEnumerable<string> values, string? source = null) =>
        new(key, $"[{string.Join(", ", values.Select(YamlText.Of))}]", source);

    /// <summary>A copy in which a key, at a path of keys, has a value.</summary>
    public CatalogEntry With(ReadOnlySpan<string> path, string value, string source)
    {
        var key = path[0];
        var next =
            path.Length == 1 ? Answer(key, value, source) : (this[key] ?? new(key)).With(path[1..], value, source);
        return this with
        {
            Value = null,
            Entries = this[key] is { } old ? Entries.Replace(old, next) : Entries.Add(next),
        };
    }

    /// <summary>A copy with further keys; null stands for none.</summary>
    public CatalogEntry WithAll(params IEnumerable<CatalogEntry?> more) =>
        this with
        {
            Entries = [.. Entries, .. more.OfType<CatalogEntry>()],
        };

    // On a command line a number looks like a text.
    private static CatalogEntry Answer(string key, string value, string source) =>
        Plain().IsMatch(value) ? new(key, value, source) : Text(key, value, source);

    [GeneratedRegex("^(true|false|[0-9]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();
}
