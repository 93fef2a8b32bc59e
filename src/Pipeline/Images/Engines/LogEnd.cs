using Nuke.Common.IO;
using Pipeline.Execution.Logs;

namespace Pipeline.Images.Engines;

internal static class LogEnd
{
    /// <summary>The last lines of a log in one line, for messages.</summary>
    public static string Of(string file)
    {
        AbsolutePath log = file;
        var lines = File.Exists(log) ? LogTail.Read(log, 3) : [];
        return lines.Any() ? string.Join(" | ", lines) : $"it wrote nothing to {file}";
    }
}
