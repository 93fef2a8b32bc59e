using System.Text.RegularExpressions;
using Pipeline.Catalog;

namespace Pipeline.Deployments.Decisions;

/// <summary>Tells references that name one image for ever: with a tag and a digest, and nothing that YAML could not hold as it is.</summary>
internal static partial class ExactImage
{
    /// <summary>True for such a reference.</summary>
    public static bool Is(ImageReference reference) => Exact().IsMatch(reference.ToString());

    /// <summary>Why an image is none, as a sentence; null where it is one.</summary>
    public static string? Refuse(ImageReference reference) =>
        Is(reference) ? null : $"{reference} names no exact image: a pushed image has a tag and a sha256 digest";

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._/:-]*:[A-Za-z0-9_][A-Za-z0-9_.-]*@sha256:[0-9a-f]{64}$")]
    private static partial Regex Exact();
}
