using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Tests.Images.Registries;

/// <summary>A server on loopback that answers all requests of a kind with the same fault.</summary>
/// <param name="answer">What is sent for a request's first line.</param>
/// <param name="address">The address; null: the usual one.</param>
internal sealed class FaultyRegistry(
    Func<string, NetworkStream, CancellationToken, Task> answer,
    IPAddress? address = null
) : IAsyncDisposable
{
    private readonly TcpListener listener = new(address ?? IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private Task serving = Task.CompletedTask;

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public FaultyRegistry Start()
    {
        listener.Start();
        serving = Serve();
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await serving;
        listener.Stop();
        end.Dispose();
    }

    private async Task Serve()
    {
        while (await listener.AcceptTcpClientAsync(end.Token).AsTask().ContinueWith(Accepted) is { } client)
            _ = Answer(client);
    }

    private static TcpClient? Accepted(Task<TcpClient> accepting) =>
        accepting.IsCompletedSuccessfully ? accepting.Result : null;

    private async Task Answer(TcpClient client)
    {
        using (client)
            try
            {
                var stream = client.GetStream();
                var buffer = new byte[64 * 1024];
                var read = await stream.ReadAsync(buffer, end.Token);
                await answer(Encoding.Latin1.GetString(buffer, 0, read).Split('\r')[0], stream, end.Token);
            }
            catch (Exception over) when (over is IOException or OperationCanceledException)
            {
                // The client has given up, or the test is over.
            }
    }
}
