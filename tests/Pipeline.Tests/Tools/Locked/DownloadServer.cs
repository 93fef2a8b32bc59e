using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Tests.Tools.Locked;

/// <summary>A server on loopback that gives each request the next of the answers it was told, and fails on one too many.</summary>
internal sealed class DownloadServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Queue<DownloadAnswer> answers;
    private readonly Task serving;
    private readonly List<string> requests = [];

    public DownloadServer(params DownloadAnswer[] answers)
    {
        this.answers = new(answers);
        listener.Start();
        serving = Serve();
    }

    public string Url => $"http://{listener.LocalEndpoint}";

    /// <summary>What was asked, heads only.</summary>
    public IReadOnlyList<string> Requests => requests;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await serving;
        listener.Stop();
        end.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(end.Token);
                await Serve(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task Serve(NetworkStream stream)
    {
        var buffer = new byte[16 * 1024];
        var read = await stream.ReadAsync(buffer, end.Token);
        requests.Add(Encoding.UTF8.GetString(buffer, 0, read));
        var answer = answers.Count > 0 ? answers.Dequeue() : new(400, "one request too many");
        var body = answer.Body[answer.From..];
        var head = new StringBuilder(
            $"HTTP/1.1 {answer.Status} Said\r\nContent-Length: {body.Length}\r\nConnection: close\r\n"
        );
        foreach (var header in answer.Headers)
            head.Append(header).Append("\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}\r\n"), end.Token);
        try
        {
            await stream.WriteAsync(body.AsMemory(0, answer.Sent ?? body.Length), end.Token);
            if (answer.Stalls)
                // Until the client has had enough.
                while (await stream.ReadAsync(buffer, end.Token) > 0) { }
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
