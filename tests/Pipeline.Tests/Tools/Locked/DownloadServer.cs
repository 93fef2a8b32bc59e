using System.Net.Sockets;
using System.Text;

namespace Pipeline.Tests.Tools.Locked;

/// <summary>A server of files that gives out what it was told.</summary>
internal sealed class DownloadServer(params DownloadAnswer[] answers) : ScriptedServer<DownloadAnswer>(answers)
{
    public string Url => $"http://{Name}";

    protected override DownloadAnswer OneTooMany => new(400, "one request too many");

    protected override async Task Send(NetworkStream stream, DownloadAnswer answer, CancellationToken end)
    {
        var body = answer.Body[answer.From..];
        var head = new StringBuilder(
            $"HTTP/1.1 {answer.Status} Said\r\nContent-Length: {body.Length}\r\nConnection: close\r\n"
        );
        foreach (var header in answer.Headers)
            head.Append(header).Append("\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}\r\n"), end);
        try
        {
            await stream.WriteAsync(body.AsMemory(0, answer.Sent ?? body.Length), end);
            if (answer.Stalls)
                // Until the client has had enough.
                while (await stream.ReadAsync(new byte[1024], end) > 0) { }
        }
        catch (IOException)
        {
            // The client has gone.
        }
    }
}

/// <summary>What a server says to a request.</summary>
internal sealed record DownloadAnswer(int Status, byte[] Body, params string[] Headers)
{
    public DownloadAnswer(int status, string body = "", params string[] headers)
        : this(status, Encoding.UTF8.GetBytes(body), headers) { }

    /// <summary>How many bytes of the body are left out at its beginning.</summary>
    public int From { get; init; }

    /// <summary>How many of the bytes that were announced are sent before the connection ends; null: all.</summary>
    public int? Sent { get; init; }

    /// <summary>True where it says no more then, and does not end.</summary>
    public bool Stalls { get; init; }
}
