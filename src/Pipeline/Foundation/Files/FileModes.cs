namespace Pipeline.Foundation.Files;

/// <summary>Who may do what with a file, on systems that have such modes; each is narrowed by the umask of the process.</summary>
internal static class FileModes
{
    /// <summary>For what holds a secret: its owner alone reads and writes it.</summary>
    public const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>For a program: whoever may read it may run it.</summary>
    public const UnixFileMode Program =
        OwnersAlone
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    /// <summary>Has a file be created with a mode, where the system has modes; null: with that of any file.</summary>
    public static FileStreamOptions With(this FileStreamOptions options, UnixFileMode? mode)
    {
        if (mode is { } given && !OperatingSystem.IsWindows())
            options.UnixCreateMode = given;
        return options;
    }
}
