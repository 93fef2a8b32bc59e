using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;

namespace Pipeline.Reporting.GitHub;

/// <summary>A step's log, folded under a line that tells how the step ended.</summary>
internal static class LogGroup
{
    /// <summary>Bytes of a log that are shown; GitHub's own view has difficulties with more.</summary>
    public const int Most = 8 * 1024 * 1024;

    /// <summary>Writes a group. Whatever a tool has printed is no command within it: it cannot know the word that ends that.</summary>
    public static void Write(string title, AbsolutePath log, TextWriter output)
    {
        var word = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        output.WriteLine(WorkflowCommand.Of("group", title));
        output.WriteLine(WorkflowCommand.Of("stop-commands", word));
        Copy(log, output);
        output.WriteLine($"::{word}::");
        output.WriteLine(WorkflowCommand.Of("endgroup", ""));
    }

    private static void Copy(AbsolutePath log, TextWriter output)
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
