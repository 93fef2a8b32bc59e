using System.Net.Sockets;

namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>The few exchanges with a server that show whether it is ready.</summary>
internal static class ServerDialogue
{
    /// <summary>Why a port accepts no connection; null where it accepts and holds one.</summary>
    public static async Task<string?> Connect(int port, CancellationToken cancellation)
    {
        using var client = await Open(port, cancellation);
        // A container engine's proxy accepts connections before the server does, and drops them.
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

    /// <summary>Sends a message, and returns the first bytes of the answer.</summary>
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
