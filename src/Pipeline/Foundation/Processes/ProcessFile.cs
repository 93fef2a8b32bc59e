namespace Pipeline.Foundation.Processes;

/// <summary>The files below <c>/proc</c>, which go when their process does.</summary>
internal static class ProcessFile
{
    private const int MostShown = 100;

    /// <summary>The text of one; empty where the process has ended or is another user's.</summary>
    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The variables that a process began with; none where it has ended.</summary>
    public static string[] Variables(int id) =>
        Read($"/proc/{id}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How a process was started, for a message; empty where it has ended.</summary>
    public static string CommandLine(int id)
    {
        var line = Read($"/proc/{id}/cmdline").TrimEnd('\0').Replace('\0', ' ');
        return line.Length > MostShown ? $"{line[..MostShown]}…" : line;
    }
}
