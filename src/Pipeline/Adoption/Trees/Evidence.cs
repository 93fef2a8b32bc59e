namespace Pipeline.Adoption.Trees;

/// <summary>A fact that a repository states, and where it does.</summary>
/// <param name="Fact">What it states.</param>
/// <param name="File">The file, relative to the repository's root.</param>
/// <param name="Line">The line, from 1; null for the file as a whole.</param>
internal sealed record Evidence(string Fact, string File, int? Line = null)
{
    /// <summary>File and line.</summary>
    public string Place => Line is null ? File : $"{File}:{Line}";

    /// <summary>Fact and place.</summary>
    public override string ToString() => $"{Fact} ({Place})";
}
