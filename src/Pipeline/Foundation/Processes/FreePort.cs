using System.Net;
using System.Net.Sockets;

namespace Pipeline.Foundation.Processes;

/// <summary>Finds a port for a server that is about to start.</summary>
internal static class FreePort
{
    /// <summary>A port of the loopback interface that nobody listens on at this moment.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
