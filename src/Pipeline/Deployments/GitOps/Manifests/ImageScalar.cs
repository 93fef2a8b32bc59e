using YamlDotNet.Core;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>Finds obstacles to changing a scalar alone.</summary>
internal static class ImageScalar
{
    // A safeguard: the edit would go to the wrong place.
    private const string Unexpected = "the parser does not say where it begins and ends";

    /// <summary>The obstacle; null where there is none.</summary>
    /// <param name="node">The value of a key that states an image.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="isRepeated">True where an alias repeats the scalar's surroundings.</param>
    public static string? Obstacle(ManifestNode node, string text, bool isRepeated) =>
        node switch
        {
            ManifestAlias alias =>
                $"it is the alias *{alias.Target}, which stands for a value elsewhere: write the image out",
            ManifestScalar when isRepeated => "an alias repeats it, which would change too: write it out twice",
            ManifestScalar scalar => Obstacle(scalar, text),
            _ => "it is not a text: write the image there",
        };

    private static string? Obstacle(ManifestScalar scalar, string text)
    {
        var written = text.AsSpan(scalar.ValueStart, Math.Max(0, scalar.End - scalar.ValueStart));
        return scalar switch
        {
            { Host.Index: < 0 } =>
                "it stands in a text with other line breaks or escapes: write the text as a block, after |",
            { Anchor: { } anchor } => $"it has the anchor &{anchor}, so aliases would change too: remove it",
            { HasTag: true } => "it has a YAML tag: remove it",
            { Style: ScalarStyle.Plain, Value: "" } => "it is empty: write any image there, in quotes if need be",
            { Style: ScalarStyle.Literal or ScalarStyle.Folded } => "it is a block of text: write it on one line",
            _ when written.ContainsAny('\r', '\n') => "it spans several lines: write it on one",
            { Style: ScalarStyle.Plain } => written.SequenceEqual(scalar.Value) ? null : Unexpected,
            _ => written.Length >= 2 && written[0] == Quote(scalar) && written[^1] == Quote(scalar) ? null : Unexpected,
        };
    }

    private static char Quote(ManifestScalar scalar) => scalar.Style == ScalarStyle.SingleQuoted ? '\'' : '"';
}
