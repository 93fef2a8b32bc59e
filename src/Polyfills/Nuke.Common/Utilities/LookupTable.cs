#nullable disable annotations

using System.Collections;

namespace Nuke.Common.Utilities.Collections;

/// <summary>Several values a key; a key without values is not in it.</summary>
public class LookupTable<TKey, TValue>(Dictionary<TKey, List<TValue>> dictionary) : ILookup<TKey, TValue>
{
    /// <summary>An empty table.</summary>
    public LookupTable()
        : this([]) { }

    /// <summary>Number of keys.</summary>
    public int Count => Pairs.Count();

    private IEnumerable<KeyValuePair<TKey, List<TValue>>> Pairs => dictionary.Where(pair => pair.Value.Count > 0);

    /// <summary>Values of the key; none where it is not in the table.</summary>
    public IEnumerable<TValue> this[TKey key]
    {
        get => dictionary.TryGetValue(key, out var values) ? values : [];
        set => dictionary[key] = [.. value];
    }

    /// <summary>Adds a value to the key.</summary>
    public void Add(TKey key, TValue value) => AddRange(key, [value]);

    /// <summary>Adds values to the key.</summary>
    public void AddRange(TKey key, IEnumerable<TValue> values)
    {
        if (!dictionary.TryGetValue(key, out var list))
            dictionary.Add(key, list = []);

        list.AddRange(values);
    }

    /// <inheritdoc/>
    public bool Contains(TKey key) => dictionary.ContainsKey(key);

    /// <inheritdoc/>
    public IEnumerator<IGrouping<TKey, TValue>> GetEnumerator() =>
        Pairs.Select(IGrouping<TKey, TValue> (pair) => new Group(pair.Key, pair.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Group(TKey key, List<TValue> values) : IGrouping<TKey, TValue>
    {
        public TKey Key => key;

        public IEnumerator<TValue> GetEnumerator() => values.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
