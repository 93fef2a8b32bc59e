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
    /// <summary>True for an empty or null value.</summary>
    public bool IsNull => Style == ScalarStyle.Plain && Value is ("" or "~" or "null");
}

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

/// <summary>An alias. It is never followed, so that a document cannot expand beyond its text.</summary>
internal sealed record ManifestAlias(string Target) : ManifestNode(Anchor: null);

/// <summary>One document of a file.</summary>
/// <param name="Root">Its content.</param>
/// <param name="Repeated">The anchors that aliases use.</param>
internal sealed record ManifestDocument(ManifestNode Root, IReadOnlySet<string> Repeated)
{
    /// <summary>True where an alias stands for one of the nodes.</summary>
    public bool Repeats(params IEnumerable<ManifestNode> nodes) =>
        Repeated.Count > 0 && nodes.Any(node => node.Anchor is { } anchor && Repeated.Contains(anchor));
}
