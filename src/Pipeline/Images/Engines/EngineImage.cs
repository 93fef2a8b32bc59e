namespace Pipeline.Images.Engines;

/// <summary>An image as the engine describes it.</summary>
/// <param name="Id">The digest of its configuration, <c>sha256:…</c>.</param>
/// <param name="Size">In bytes, unpacked.</param>
/// <param name="Labels">Its labels.</param>
internal sealed record EngineImage(string Id, long Size, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>The references, with digests, that it was pulled or pushed by.</summary>
    public ImmutableArray<string> Pulled { get; init; } = [];

    /// <summary>The first 12 digits of <see cref="Id"/>, as engines show it.</summary>
    public string ShortId => Id[(Id.IndexOf(':', StringComparison.Ordinal) + 1)..][..12];

    /// <summary>The size for a person.</summary>
    public string Describe() => $"{Size / 1e6:0.0} MB as {ShortId}";
}

/// <summary>What an image is built from, and what it is called.</summary>
internal sealed record ImageRecipe(
    string Tag,
    Contexts.BuildContext Context,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Arguments
);
