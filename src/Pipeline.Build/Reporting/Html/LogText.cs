using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Nuke.Common.IO;

namespace Pipeline.Build.Reporting.Html;

/// <summary>A log for the report: bounded, and in plain text.</summary>
/// <param name="Text">The lines, ended by <c>\n</c>, without terminal escapes.</param>
/// <param name="OmittedBytes">How many bytes were left out of the middle of the file.</param>
internal sealed partial record LogText(string Text, long OmittedBytes)
{
    private static readonly SearchValues<char> Controls = SearchValues.Create([
        .. Enumerable
            .Range(0, 0xa0)
            .Where(c => char.IsControl((char)c) && c is not ('\n' or '\t'))
            .Select(c => (char)c),
    ]);

    /// <summary>Reads a log. An unreadable one says so in its text.</summary>
    /// <param name="file">The log's file.</param>
    /// <param name="limitBytes">
    /// The limit; a longer log keeps its beginning, and three times as much of its end.
    /// </param>
    public static LogText Read(AbsolutePath file, long limitBytes)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var omitted = stream.Length - limitBytes;
            if (omitted <= 0)
                return new(Plain(Decode(stream, stream.Length)), 0);

            var head = Decode(stream, limitBytes / 4);
            stream.Seek(omitted, SeekOrigin.Current);
            var tail = Decode(stream, limitBytes - (limitBytes / 4));
            return new($"{Plain(head)}\n… {omitted:N0} bytes are left out here …\n{Plain(tail)}", omitted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new($"The log cannot be read: {e.Message}\n", 0);
        }
    }

    /// <summary>The last lines of the text, without empty ones at the end.</summary>
    public string End(int lines)
    {
        var trimmed = Text.AsSpan().TrimEnd();
        var start = trimmed.Length;
        while (lines-- > 0 && start > 0)
            start = Math.Max(trimmed[..start].LastIndexOf('\n'), 0);
        return trimmed[start..].TrimStart('\n').ToString();
    }

    /// <summary>
    /// Removes terminal escapes, breaks lines at carriage returns, and makes other control characters visible.
    /// </summary>
    internal static string Plain(string text)
    {
        if (!text.AsSpan().ContainsAny(Controls))
            return text;

        var lines = Escape().Replace(text, "").Replace("\r\n", "\n").Replace('\r', '\n');
        return lines.AsSpan().ContainsAny(Controls)
            ? string.Create(
                lines.Length,
                lines,
                static (visible, lines) =>
                {
                    for (var i = 0; i < lines.Length; i++)
                        visible[i] = Controls.Contains(lines[i]) ? Visible(lines[i]) : lines[i];
                }
            )
            : lines;
    }

    private static string Decode(Stream stream, long bytes)
    {
        var buffer = new byte[bytes];
        var read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    // The block U+2400 has symbols for the first 33 characters and for delete.
    private static char Visible(char control) =>
        control switch
        {
            < ' ' => (char)('\u2400' + control),
            '\u007f' => '\u2421',
            _ => '\ufffd',
        };

    // ECMA-48: control sequences, operating system commands up to their end, and the short escapes.
    [GeneratedRegex(@"\e(?:\[[0-?]*[ -/]*[@-~]|\][^\a\e\n]*(?:\a|\e\\)?|[ -/]*[0-Z\\^-~])")]
    private static partial Regex Escape();
}
