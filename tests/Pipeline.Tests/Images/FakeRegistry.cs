using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Tests.Images;

/// <summary>A server on loopback that gives each request the next of the answers it was told, and fails on one too many.</summary>
internal sealed class FakeRegistry : IAsyncDisposable
{
    /// <summary>Is never answered.</summary>
    public const string Hang = "hang";

    /// <summary>Is cut off within the answer's head; a client tries again by itself where there was none at all.</summary>
    public const string Reset = "reset";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Queue<string> answers;
    private readonly Task serving;
    private readonly List<string> requests = [];

    public FakeRegistry(params string[] answers)
    {
        this.answers = new(answers);
        listener.Start();
        serving = Serve();
    }

    public string Name => listener.LocalEndpoint.ToString()!;

    /// <summary>What was asked, heads only.</summary>
    public IReadOnlyList<string> Requests => requests;

    public static string Answer(int status, string body = "", params string[] headers) =>
        $"HTTP/1.1 {status} Said\r\n{string.Concat(headers.Select(header => header + "\r\n"))}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

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
                await Serve(await listener.AcceptTcpClientAsync(end.Token));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            var buffer = new byte[16 * 1024];
            var read = await client.GetStream().ReadAsync(buffer, end.Token);
            requests.Add(Encoding.UTF8.GetString(buffer, 0, read));
            var answer = answers.Count > 0 ? answers.Dequeue() : Answer(400, "one request too many");
            if (answer == Hang)
                await Task.Delay(Timeout.Infinite, end.Token);
            if (answer == Reset)
                await client.GetStream().WriteAsync("HTTP/1.1 200 "u8.ToArray(), end.Token);
            else
                await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer), end.Token);
        }
    }
}
