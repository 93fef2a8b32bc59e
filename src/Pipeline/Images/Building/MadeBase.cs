using Nuke.Common.IO;

namespace Pipeline.Images.Building;

/// <summary>The names of base images that were made on this machine, for want of a registry that has them.</summary>
internal static class MadeBase
{
    private const string Prefix = "localhost/pipeline/";

    /// <summary>The reference of one.</summary>
    /// <param name="name">Its name in the catalog.</param>
    /// <param name="content">Names what it is made from.</param>
    public static string ReferenceOf(string name, string content) => $"{Prefix}{name}:{content}";

    /// <summary>True for the reference of one.</summary>
    public static bool IsOne(string reference) => reference.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The folder that one lies in where builders write layouts; runs share it, for what it is made from does not change.</summary>
    /// <param name="reference">Its reference.</param>
    /// <param name="artifacts">The folder that everything is written under.</param>
    public static AbsolutePath FolderOf(string reference, AbsolutePath artifacts) =>
        artifacts / "bases" / reference[Prefix.Length..].Replace(':', '-');
}
