namespace Pipeline.Planning.Versions;

/// <summary>A version number.</summary>
internal interface IVersionNumber<T>
    where T : struct, IVersionNumber<T>
{
    /// <summary>The parts, the most significant first.</summary>
    (int, int, int) Order { get; }

    /// <summary>Reads one; null where the text is none.</summary>
    static abstract T? Parse(string text);
}
