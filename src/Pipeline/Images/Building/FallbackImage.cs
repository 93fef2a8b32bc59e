using Nuke.Common.IO;

namespace Pipeline.Images.Building;

/// <summary>
/// The names of base images that were built on this machine from the catalog's <c>fallback</c>, as they could not be
/// pulled.
/// </summary>
internal static class FallbackImage
{
    private const string Prefix = "localhost/pipeline/";

    /// <summary>The reference of a fallback image.</summary>
    /// <param name="name">Its name in the catalog.</param>
    /// <param name="content">A hash of the files that it is built from.</param>
    public static string ReferenceOf(string name, string content) => $"{Prefix}{name}:{content}";

    /// <summary>True for the reference of a fallback image.</summary>
    public static bool IsOne(string reference) => reference.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The folder of its layout, which all runs share, as its tag names its content.</summary>
    /// <param name="reference">Its reference.</param>
    /// <param name="artifacts">The folder that everything is written under.</param>
    public static AbsolutePath FolderOf(string reference, AbsolutePath artifacts) =>
        artifacts / "bases" / reference[Prefix.Length..].Replace(':', '-');
}
