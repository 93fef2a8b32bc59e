namespace Pipeline.Foundation.Processes;

/// <summary>A file below <c>/proc</c>, which goes when its process does.</summary>
internal static class ProcessFile
{
    /// <summary>Its text; empty where the process has ended or is another user's.</summary>
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
}
