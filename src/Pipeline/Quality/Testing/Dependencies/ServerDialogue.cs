using System.Net.Sockets;

namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>Talks to a server in its own protocol, as far as it takes to see that it is ready.</summary>
internal static class ServerDialogue
{
    /// <summary>Why a port takes no connection; null where it does, and holds it.</summary>
    public static async Task<string?> Connect(int port, CancellationToken cancellation)
    {
        using var client = await Open(port, cancellation);
        // An engine's proxy takes connections before the server does, and drops them.
        using var moment = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        moment.CancelAfter(TimeSpan.FromMilliseconds(200));
        try
        {
            var read = await client.GetStream().ReadAsync(new byte[1], moment.Token);
            return read == 0 ? "it drops connections" : null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Says something, and returns the first bytes of the answer.</summary>
    public static async Task<byte[]> Ask(int port, byte[] question, CancellationToken cancellation)
    {
        using var client = await Open(port, cancellation);
        await client.GetStream().WriteAsync(question, cancellation);
        var answer = new byte[1024];
        var read = await client.GetStream().ReadAsync(answer, cancellation);
        return answer[..read];
    }

    private static async Task<TcpClient> Open(int port, CancellationToken cancellation)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(ServerPlace.Host, port, cancellation);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }
}
