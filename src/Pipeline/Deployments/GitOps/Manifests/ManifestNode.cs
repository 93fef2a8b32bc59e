using YamlDotNet.Core;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>A node of a document, with its place and whether a change of it would change another place too.</summary>
/// <param name="Anchor">Its anchor, for aliases.</param>
internal abstract record ManifestNode(string? Anchor);

/// <summary>A value, with its bounds in the text.</summary>
/// <param name="Value">The value.</param>
/// <param name="Style">How it is written.</param>
/// <param name="Start">The index of its first UTF-16 code unit, including an anchor or tag before it.</param>
/// <param name="End">The index after its last one.</param>
/// <param name="Line">The line it starts in, from 1.</param>
/// <param name="Column">The column it starts in, from 1.</param>
/// <param name="HasTag">True where it has a YAML tag.</param>
/// <param name="Anchor">Its anchor, for aliases.</param>
internal sealed record ManifestScalar(
    string Value,
    ScalarStyle Style,
    int Start,
    int End,
    int Line,
    int Column,
    bool HasTag,
    string? Anchor
) : ManifestNode(Anchor)
{
    /// <summary>The text that it stands in, where a text of the file is YAML itself; null elsewhere.</summary>
    public HostText? Host { get; init; }

    /// <summary>The index of its text, after an anchor.</summary>
    public int ValueStart { get; init; } = Start;

    /// <summary>True for an empty or null value.</summary>
    public bool IsNull => Style == ScalarStyle.Plain && Value is ("" or "~" or "null");
}

/// <summary>A text of a file that is YAML itself, such as the values of an Argo CD application.</summary>
/// <param name="Start">The index of the text's scalar in the file.</param>
/// <param name="Index">
/// The index of a scalar in the text's value; negative where it cannot be told apart in the file.
/// </param>
internal sealed record HostText(int Start, int Index);

/// <summary>A list.</summary>
internal sealed record ManifestList(ImmutableArray<ManifestNode> Items, string? Anchor) : ManifestNode(Anchor);

/// <summary>A mapping; duplicate keys are kept.</summary>
internal sealed record ManifestMap(ImmutableArray<(ManifestScalar? Key, ManifestNode Value)> Entries, string? Anchor)
    : ManifestNode(Anchor)
{
    public ManifestNode? this[string key] => All(key).FirstOrDefault().Value;

    public IEnumerable<(ManifestScalar? Key, ManifestNode Value)> All(string key) =>
        Entries.Where(entry => entry.Key?.Value == key);

    /// <summary>The value of a key, where it is a plain or quoted one.</summary>
    public string? Text(string key) => (this[key] as ManifestScalar)?.Value;
}

/// <summary>An alias. It is not followed in searches, so that a document cannot expand beyond its text.</summary>
/// <param name="Target">The anchor's name.</param>
/// <param name="Node">What it stands for; null where that is not before it.</param>
internal sealed record ManifestAlias(string Target, ManifestNode? Node = null) : ManifestNode(Anchor: null);

/// <summary>One document of a file.</summary>
/// <param name="Root">Its content.</param>
/// <param name="Repeated">The anchors that aliases use.</param>
internal sealed record ManifestDocument(ManifestNode Root, IReadOnlySet<string> Repeated)
{
    /// <summary>True where an alias stands for one of the nodes.</summary>
    public bool Repeats(params IEnumerable<ManifestNode> nodes) =>
        Repeated.Count > 0 && nodes.Any(node => node.Anchor is { } anchor && Repeated.Contains(anchor));
}
