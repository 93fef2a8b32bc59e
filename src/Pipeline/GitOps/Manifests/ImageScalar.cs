using YamlDotNet.Core;

namespace Pipeline.GitOps.Manifests;

/// <summary>Finds the scalar that a container's image is written in, and what keeps it from being changed alone.</summary>
internal static class ImageScalar
{
    /// <summary>The image of a container; null where the container states none.</summary>
    /// <param name="container">The container.</param>
    /// <param name="file">The file that it stands in.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="mark">How many characters of the text come before what was parsed.</param>
    public static ContainerImage? Image(this PodContainer container, ManifestFile file, string text, int mark)
    {
        var images = container.Map.All("image").ToArray();
        if (images.Length == 0)
            return null;

        var name = container.Map["name"] as ManifestScalar;
        var scalar = images[0].Value as ManifestScalar ?? images[0].Key!;
        scalar = scalar with { Start = scalar.Start + mark, End = scalar.End + mark };
        return new()
        {
            File = file,
            Kind = container.Kind,
            Workload = container.Workload,
            Container = name?.Value ?? "",
            IsInit = container.IsInit,
            Scalar = scalar,
            Obstacle =
                images.Length > 1 ? "the container has two \"image\" keys: remove one"
                : images[0].Value is ManifestAlias alias
                    ? $"it is the alias *{alias.Target}, which stands for a value elsewhere: write the image out"
                : images[0].Value is not ManifestScalar ? "it is not a text: write the image there"
                : container.IsRepeated ? "an alias repeats the container, which would change too: write it out twice"
                : Obstacle(scalar, text),
        };
    }

    private static string? Obstacle(ManifestScalar scalar, string text)
    {
        var written = text.AsSpan(scalar.Start, scalar.End - scalar.Start);
        return scalar switch
        {
            { Anchor: { } anchor } => $"it bears the anchor &{anchor}, so that aliases would change too: remove it",
            { HasTag: true } => "it bears a tag: remove it",
            { Style: ScalarStyle.Plain, Value: "" } => "it is empty: write any image there, in quotes if need be",
            { Style: ScalarStyle.Literal or ScalarStyle.Folded } => "it is a block of text: write it on one line",
            _ when written.ContainsAny('\r', '\n') => "it goes over several lines: write it on one",
            { Style: ScalarStyle.Plain } => written.SequenceEqual(scalar.Value) ? null : Unexpected,
            _ => written.Length >= 2 && written[0] == Quote(scalar) && written[^1] == Quote(scalar) ? null : Unexpected,
        };
    }

    // No text is known that leads here; the edit would go to the wrong place if one did.
    private const string Unexpected = "the parser does not say where it begins and ends";

    private static char Quote(ManifestScalar scalar) => scalar.Style == ScalarStyle.SingleQuoted ? '\'' : '"';
}
