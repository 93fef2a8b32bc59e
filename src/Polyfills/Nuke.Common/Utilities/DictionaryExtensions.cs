#nullable disable annotations

namespace Nuke.Common.Utilities.Collections;

/// <summary>Dictionaries built in one expression.</summary>
public static class DictionaryExtensions
{
    /// <summary>Adds a pair and hands the dictionary back.</summary>
    public static Dictionary<TKey, TValue> AddPair<TKey, TValue>(
        this Dictionary<TKey, TValue> dictionary,
        TKey key,
        TValue value = default
    )
    {
        dictionary.Add(key, value);
        return dictionary;
    }

    /// <summary>Adds a pair, its value as text, and hands the dictionary back.</summary>
    public static Dictionary<TKey, string> AddPair<TKey, TValue>(
        this Dictionary<TKey, string> dictionary,
        TKey key,
        TValue value = default
    )
    {
        dictionary.Add(key, value.ToString());
        return dictionary;
    }
}
