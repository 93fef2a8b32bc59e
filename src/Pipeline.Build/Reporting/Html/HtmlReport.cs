using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Files;

namespace Pipeline.Build.Reporting.Html;

/// <summary>
/// The report of a run as one self-contained HTML file: it opens from the disk, makes no network requests, and
/// shows all output of tools as text.
/// </summary>
internal static class HtmlReport
{
    /// <summary>
    /// The size of all logs in the report together, in bytes; the longest are cut first. The files themselves stay
    /// complete, and the report links to them.
    /// </summary>
    public const long LogBudgetBytes = 128L << 20;

    // Escapes everything with a meaning in HTML or scripts, including U+2028 and U+2029, and leaves letters of all
    // languages readable.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Writes the report, whole or not at all. Its folder is created if missing.</summary>
    /// <param name="data">The report's data.</param>
    /// <param name="file">The HTML file; an existing one is replaced.</param>
    /// <exception cref="ArgumentException">A step appears twice, or there is a cycle.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(ReportData data, AbsolutePath file) =>
        AtomicFile.Write(
            file,
            stream =>
            {
                var output = new BufferedStream(stream, 1 << 16);
                Write(data, output, file.Parent!);
                output.Flush();
            },
            durable: false
        );

    private static void Write(ReportData data, Stream output, string folder)
    {
        var index = new StepIndex(data.Steps);
        var logs = LogArchive.Plan(data, index, LogBudgetBytes);
        var page = PageData.Of(data, index, logs);
        foreach (var (text, place) in Pieces(PageTemplate.Frame))
        {
            output.Write(Encoding.UTF8.GetBytes(text));
            switch (place)
            {
                case "data":
                    WriteData(output, page);
                    break;
                case "logs":
                    WriteLogs(output, logs, folder);
                    break;
                case not null:
                    output.Write(Encoding.UTF8.GetBytes(Value(place, data)));
                    break;
            }
        }
    }

    // Written by hand: with a custom encoder, the serializer uses metadata, whose code each run would compile again.
    private static void WriteData(Stream output, PageData page)
    {
        using var json = new Utf8JsonWriter(output, Json);
        PageJson.Default.PageData.SerializeHandler!(json, page);
    }

    private static void WriteLogs(Stream output, LogArchive logs, string folder)
    {
        for (var block = 0; block < logs.Count; block++)
        {
            output.Write(Encoding.UTF8.GetBytes($"<script type=\"text/plain\" id=\"logs-{block}\">"));
            output.Write(logs.Pack(block, folder));
            output.Write("</script>\n"u8);
        }
    }

    private static string Value(string place, ReportData data) =>
        place switch
        {
            "policy" => PageTemplate.Policy,
            "style" => PageTemplate.Style,
            "script" => PageTemplate.Script,
            "outcome" => data.Result == StepStatus.Passed ? "passed" : "failed",
            "title" => WebUtility.HtmlEncode(
                $"{(data.Result == StepStatus.Passed ? "Passed" : "Failed")}: {data.Platform} {data.Commit[..Math.Min(7, data.Commit.Length)]} → {data.Environment}"
            ),
            "icon" => data.Result == StepStatus.Passed ? "%231a7f4b" : "%23c62f2f",
            _ => throw new InvalidOperationException(
                $"The report's frame has a place that nothing goes into: {place}."
            ),
        };

    // Inserted text is not searched for placeholders again.
    private static IEnumerable<(string Text, string? Place)> Pieces(string frame)
    {
        var at = 0;
        while (frame.IndexOf("{{", at, StringComparison.Ordinal) is var open and >= 0)
        {
            var close = frame.IndexOf("}}", open, StringComparison.Ordinal);
            yield return (frame[at..open], frame[(open + 2)..close]);
            at = close + 2;
        }

        yield return (frame[at..], null);
    }
}
