namespace Pipeline.Planning.Versions;

/// <summary>A number that versions are counted by.</summary>
public interface IVersionNumber<T>
    where T : struct, IVersionNumber<T>
{
    /// <summary>What later ones have more of, the first part counting most.</summary>
    (int, int, int) Order { get; }

    /// <summary>Reads one; null where the text is none.</summary>
    static abstract T? Parse(string text);
}
