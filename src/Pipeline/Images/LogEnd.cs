namespace Pipeline.Images;

internal static class LogEnd
{
    /// <summary>The last lines of a log in one, for a reason that names what a server said before it ended.</summary>
    public static string Of(string file)
    {
        var lines = File.Exists(file) ? File.ReadLines(file).Where(line => line.Length > 0).TakeLast(3).ToArray() : [];
        return lines.Length == 0 ? $"it wrote nothing to {file}" : string.Join(" | ", lines);
    }
}
