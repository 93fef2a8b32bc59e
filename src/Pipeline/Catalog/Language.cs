namespace Pipeline.Catalog;

/// <summary>
/// What a service is written in: how a catalog names and recognises it. Two are the same where their names are.
/// </summary>
/// <param name="Name">The name in <c>pipeline.yaml</c> and in the matrices of workflows.</param>
public sealed record Language(string Name)
{
    /// <summary>No known language: the catalog's commands say what to do.</summary>
    public static Language Custom { get; } = new("custom");

    /// <summary>Other spellings that <c>pipeline.yaml</c> may use.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>What its versions are versions of, in the words of a sentence: <c>the .NET SDK</c>.</summary>
    public string Product { get; init; } = Name;

    /// <summary>
    /// Names of files that mark a folder of its sources, the most telling first; <c>*</c> stands for any characters.
    /// </summary>
    public ImmutableArray<string> Markers { get; init; } = [];

    /// <summary>
    /// True for a language whose files also lie beside sources in other languages, as scripts do: a marker of another
    /// language takes precedence.
    /// </summary>
    public bool AccompaniesOthers { get; init; }

    /// <summary>True for the name and the aliases.</summary>
    internal bool IsCalled(string name) => name == Name || Aliases.Contains(name);

    /// <inheritdoc />
    public bool Equals(Language? other) => other?.Name == Name;

    /// <inheritdoc />
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
