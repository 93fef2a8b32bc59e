using System.Text.RegularExpressions;
using Pipeline.Catalog;

namespace Pipeline.Deployments.Decisions;

/// <summary>
/// Recognises exact references: with a tag and a digest, and without characters that YAML would have to quote.
/// </summary>
internal static partial class ExactImage
{
    /// <summary>True for such a reference.</summary>
    public static bool Is(ImageReference reference) => Exact().IsMatch(reference.ToString());

    /// <summary>Why a reference is not exact, as a sentence; null where it is.</summary>
    public static string? Refuse(ImageReference reference) =>
        Is(reference) ? null : $"{reference} is not an exact image: a pushed image has a tag and a sha256 digest";

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._/:-]*:[A-Za-z0-9_][A-Za-z0-9_.-]*@sha256:[0-9a-f]{64}$")]
    private static partial Regex Exact();
}
