#nullable disable annotations

using System.Text;

namespace Nuke.Common.IO;

public static partial class AbsolutePathExtensions
{
    private static readonly UTF8Encoding s_utf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>Text of the file, as UTF-8 where no encoding is given.</summary>
    public static string ReadAllText(this AbsolutePath path, Encoding encoding = null) =>
        File.ReadAllText(path, encoding ?? s_utf8);

    /// <summary>Lines of the file, as UTF-8 where no encoding is given.</summary>
    public static string[] ReadAllLines(this AbsolutePath path, Encoding encoding = null) =>
        File.ReadAllLines(path, encoding ?? s_utf8);

    /// <summary>
    /// Writes the file and the directories above it; the text then ends with exactly one line break of the kind it has,
    /// unless
    /// <paramref name="eofLineBreak"/> is false.
    /// </summary>
    public static AbsolutePath WriteAllText(
        this AbsolutePath path,
        string content,
        Encoding encoding = null,
        bool? eofLineBreak = null
    )
    {
        if (eofLineBreak ?? true)
        {
            var lineBreak = content.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
            content = content.TrimEnd('\r', '\n') + lineBreak;
        }

        path.Parent.CreateDirectory();
        File.WriteAllText(path, content, encoding ?? s_utf8);
        return path;
    }
}
