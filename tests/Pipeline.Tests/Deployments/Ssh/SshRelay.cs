using System.Net;
using System.Net.Sockets;

namespace Pipeline.Tests.Deployments.Ssh;

/// <summary>A port on loopback from which bytes go to a socket and back, and that can cut them off.</summary>
internal sealed class SshRelay : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, LoopbackPort.Free());
    private readonly string target;
    private long left = long.MaxValue;

    /// <param name="target">The path of the socket.</param>
    public SshRelay(string target)
    {
        this.target = target;
        listener.Start();
        _ = Serve();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The bytes that went through it in either direction.</summary>
    public long Seen { get; private set; }

    /// <summary>Cuts all connections after so many more bytes.</summary>
    public void CutAfter(long bytes) => Interlocked.Exchange(ref left, bytes);

    /// <summary>Lets everything through again.</summary>
    public void Mend() => CutAfter(long.MaxValue);

    public void Dispose() => listener.Dispose();

    private async Task Serve()
    {
        try
        {
            while (true)
                _ = Carry(await listener.AcceptSocketAsync());
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException) { }
    }

    private async Task Carry(Socket outside)
    {
        using var inside = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (outside)
            try
            {
                await inside.ConnectAsync(new UnixDomainSocketEndPoint(target));
                await Task.WhenAny(Copy(outside, inside), Copy(inside, outside));
            }
            catch (SocketException) { }
    }

    private async Task Copy(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                Seen += length;
                var allowed = Interlocked.Add(ref left, -length) + length;
                if (allowed > 0)
                    await to.SendAsync(buffer.AsMemory(0, (int)Math.Min(length, allowed)));
                if (allowed < length)
                    return;
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException) { }
    }
}
