using System.Text;

namespace Pipeline.Execution.Logs;

/// <summary>The last lines of a log, safe for a terminal. The cost does not depend on the log's size.</summary>
internal static class LogTail
{
    /// <summary>Characters of a line that are shown.</summary>
    public const int Width = 500;

    private const int Window = 256 * 1024;

    /// <summary>
    /// Reads the last lines that are not empty. Each is cut to <see cref="Width"/>, without escape sequences and
    /// characters that would move the cursor or reorder text.
    /// </summary>
    /// <param name="file">The log; a missing one has no lines.</param>
    /// <param name="count">How many lines.</param>
    /// <param name="window">How many bytes are read; of a longer line only the end is shown.</param>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public static ImmutableArray<string> Read(string file, int count, int window = Window)
    {
        if (!File.Exists(file))
            return [];

        using var stream = new FileStream(
            file,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0
        );
        var start = Math.Max(0, stream.Length - window);
        stream.Position = start;
        var bytes = new byte[window];
        var lines = Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, window, false)).Split('\n');
        return
        [
            .. lines
                .Select(
                    (line, i) =>
                        i == 0 && start > 0
                            ? "…" + End(PlainText.OfLine(line), Width)
                            : Beginning(PlainText.OfLine(line), Width)
                )
                .Where(line => line.Length > 0)
                .TakeLast(count),
        ];
    }

    private static string Beginning(string line, int length) =>
        line.Length <= length ? line : line[..(char.IsHighSurrogate(line[length - 1]) ? length - 1 : length)] + "…";

    private static string End(string line, int length) =>
        line.Length <= length ? line : line[^(char.IsLowSurrogate(line[^length]) ? length - 1 : length)..];
}
