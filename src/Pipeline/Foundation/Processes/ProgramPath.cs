namespace Pipeline.Foundation.Processes;

/// <summary>Finds programs as a shell does.</summary>
internal static class ProgramPath
{
    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The full path of a program; null where it is not installed.</summary>
    /// <param name="program">Its name, without a path.</param>
    /// <param name="folders">The search path, in the form of <c>PATH</c>; null: that of the process.</param>
    public static string? Find(string program, string? folders = null) => FindAll(program, folders).FirstOrDefault();

    /// <summary>The full paths of all programs with a name, the one that a shell would run first.</summary>
    /// <inheritdoc cref="Find"/>
    public static IEnumerable<string> FindAll(string program, string? folders = null) =>
        (folders ?? Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Extensions.Select(extension => Path.Combine(folder, program + extension)))
            .Where(IsExecutable);

    private static string[] Extensions => OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];

    private static bool IsExecutable(string path)
    {
        try
        {
            return File.Exists(path)
                && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None);
        }
        catch (FileNotFoundException)
        {
            // A dangling link exists, but cannot be started.
            return false;
        }
    }
}
