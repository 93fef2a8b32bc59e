using System.Net;
using System.Net.Sockets;

namespace Pipeline.Tests;

/// <summary>
/// Ports that the system hands to no one, so that none is taken between being found and being listened on.
/// </summary>
internal static class LoopbackPort
{
    // Below those for outgoing connections, which begin at 32768 on Linux and at 49152 elsewhere (RFC 6335).
    private const int First = 20_000;
    private const int Count = 12_000;

    private static int next = Random.Shared.Next(Count);

    public static int Free()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref next) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }
    }

    /// <summary>Waits until somebody listens on a port.</summary>
    /// <exception cref="SocketException">Nobody came to do that.</exception>
    public static async Task Answers(int port)
    {
        for (var attempt = 0; ; attempt++)
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (attempt < 600)
            {
                await Task.Delay(50);
            }
    }
}
