using System.IO.Compression;
using System.Net;
using System.Text;

namespace Pipeline.Tests.Quality;

/// <summary>A package feed on loopback that answers each request, by its path and its body, with JSON.</summary>
internal sealed class FakeFeed : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Func<string, string> answer;
    private readonly Task serving;

    public FakeFeed(Func<string, string> answer)
    {
        this.answer = answer;
        Address = $"http://127.0.0.1:{LoopbackPort.Free()}/";
        listener.Prefixes.Add(Address);
        listener.Start();
        serving = Serve();
    }

    public string Address { get; }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving;
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                var request = context.Request;
                // npm compresses its questions.
                await using var body =
                    request.Headers["Content-Encoding"] == "gzip"
                        ? new GZipStream(request.InputStream, CompressionMode.Decompress)
                        : request.InputStream;
                using var reader = new StreamReader(body);
                context.Response.ContentType = "application/json";
                context.Response.Close(
                    Encoding.UTF8.GetBytes(answer($"{request.RawUrl} {await reader.ReadToEndAsync()}")),
                    willBlock: true
                );
            }
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
