using System.Text;
using Nuke.Common.IO;

namespace Pipeline.Build.Reporting.GitHub;

/// <summary>A step's log within the log of a job.</summary>
internal static class JobLog
{
    /// <summary>The limit in bytes; GitHub's own view is slow with more.</summary>
    public const int Most = 8 * 1024 * 1024;

    /// <summary>Writes the log, only the end of a very long one.</summary>
    public static void Write(AbsolutePath log, TextWriter output)
    {
        if (!File.Exists(log))
            return;

        using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length > Most)
        {
            output.WriteLine($"… {stream.Length - Most} bytes are left out here: {StepText.Relative(log)} has them");
            stream.Position = stream.Length - Most;
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        var buffer = new char[32 * 1024];
        var last = '\n';
        while (reader.Read(buffer) is > 0 and var count)
        {
            output.Write(buffer, 0, count);
            last = buffer[count - 1];
        }

        if (last != '\n')
            output.WriteLine();
    }
}
