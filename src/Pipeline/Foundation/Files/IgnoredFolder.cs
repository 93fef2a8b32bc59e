using Nuke.Common.IO;

namespace Pipeline.Foundation.Files;

/// <summary>
/// A folder that Git ignores by itself, whatever the repository's <c>.gitignore</c> says: what runs write is no change
/// of the sources.
/// </summary>
internal static class IgnoredFolder
{
    /// <summary>Creates it where it is missing, and has Git ignore it.</summary>
    public static void Create(AbsolutePath folder)
    {
        var ignore = folder / ".gitignore";
        if (File.Exists(ignore))
            return;

        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(ignore, "*\n");
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            // What cannot be written is told by whoever needs to write there.
        }
    }
}
