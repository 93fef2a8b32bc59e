namespace Pipeline.Foundation.Files;

/// <summary>Deletes folders that programs have written, whatever modes they gave to what is in them.</summary>
internal static class FolderRemoval
{
    /// <summary>Deletes a folder with all that is in it.</summary>
    public static void Force(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (UnauthorizedAccessException) when (!OperatingSystem.IsWindows())
        {
            Open(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    // A folder that its owner may not write keeps its files, such as one of Go's module cache.
    private static void Open(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var inner in Directory.EnumerateDirectories(folder))
            if (new DirectoryInfo(inner).LinkTarget is null)
                Open(inner);
    }
}
