namespace Pipeline.Foundation.Files;

/// <summary>Unix file modes; the umask of the process narrows them.</summary>
internal static class FileModes
{
    /// <summary>For secrets: only the owner reads and writes.</summary>
    public const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>For programs: everyone who may read it may run it.</summary>
    public const UnixFileMode Program =
        OwnersAlone
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    /// <summary>Sets the mode of a file to create, on Unix; null: the default.</summary>
    public static FileStreamOptions With(this FileStreamOptions options, UnixFileMode? mode)
    {
        if (mode is { } given && !OperatingSystem.IsWindows())
            options.UnixCreateMode = given;
        return options;
    }
}
