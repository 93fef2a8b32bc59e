using System.Text.Encodings.Web;
using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Execution.Logs;

/// <summary>
/// The rights that runs of a workspace have used, <c>artifacts/audit.jsonl</c>: a line each, written before the use, so
/// that a killed run loses none. <c>docs/reference/run-record.md</c> describes the file.
/// </summary>
internal static class AuditLog
{
    private static readonly Lock Gate = new();

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file of a workspace.</summary>
    public static AbsolutePath In(AbsolutePath artifacts) => artifacts / "audit.jsonl";

    /// <summary>Adds a line.</summary>
    /// <param name="artifacts">The folder that everything is written under.</param>
    /// <param name="commit">The commit that the run works on.</param>
    /// <param name="target">The target that uses the right.</param>
    /// <param name="services">The services that it does so for.</param>
    /// <param name="right">The right.</param>
    /// <param name="place">What it is used for, without secrets.</param>
    /// <exception cref="IOException">It cannot be written; the right must not be used then.</exception>
    public static void Add(
        AbsolutePath artifacts,
        string commit,
        string target,
        IEnumerable<string> services,
        Right right,
        string place
    )
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Json))
        {
            json.WriteStartObject();
            json.WriteString("at", DateTime.UtcNow);
            json.WriteString("commit", commit);
            json.WriteString("target", target);
            json.WriteStartArray("services");
            foreach (var service in services)
                json.WriteStringValue(service);
            json.WriteEndArray();
            json.WriteString("right", JsonNamingPolicy.CamelCase.ConvertName($"{right}"));
            json.WriteString("place", place);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        lock (Gate)
        {
            using var file = new FileStream(In(artifacts), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            file.Write(line.GetBuffer(), 0, (int)line.Length);
        }
    }
}
