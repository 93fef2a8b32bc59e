using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Tests;

/// <summary>
/// A server on loopback that gives each request the next of the answers it was told, and refuses one too many.
/// </summary>
/// <typeparam name="TAnswer">What an answer is.</typeparam>
internal abstract class ScriptedServer<TAnswer> : IAsyncDisposable
    where TAnswer : class
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Queue<TAnswer> answers;
    private readonly Task serving;
    private readonly List<string> requests = [];

    protected ScriptedServer(IEnumerable<TAnswer> answers)
    {
        this.answers = new(answers);
        listener.Start();
        serving = Serve();
    }

    /// <summary>Host and port.</summary>
    public string Name => listener.LocalEndpoint.ToString()!;

    /// <summary>What was asked, heads only.</summary>
    public IReadOnlyList<string> Requests => requests;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await serving;
        listener.Stop();
        end.Dispose();
    }

    /// <summary>The answer to a request that it was told none for.</summary>
    protected abstract TAnswer OneTooMany { get; }

    /// <summary>Sends an answer; the connection ends with it.</summary>
    protected abstract Task Send(NetworkStream stream, TAnswer answer, CancellationToken end);

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(end.Token);
                var stream = client.GetStream();
                var buffer = new byte[16 * 1024];
                var read = await stream.ReadAsync(buffer, end.Token);
                requests.Add(Encoding.UTF8.GetString(buffer, 0, read));
                await Send(stream, answers.Count > 0 ? answers.Dequeue() : OneTooMany, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
