namespace Pipeline.Foundation.Files;

/// <summary>
/// Paths with forward slashes on every system. Elsewhere than on Windows a backslash is a letter of a name.
/// </summary>
internal static class SlashedPath
{
    /// <summary>The way from a folder to a file or folder.</summary>
    public static string Between(string folder, string path) =>
        Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
}
