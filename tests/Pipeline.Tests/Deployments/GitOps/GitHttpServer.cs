using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CliWrap;
using Nuke.Common.IO;

namespace Pipeline.Tests.Deployments.GitOps;

/// <summary>
/// Serves repositories by <c>git http-backend</c> on loopback, as a web server would run it (RFC 3875).
/// </summary>
internal sealed class GitHttpServer : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly AbsolutePath folder;
    private readonly Task loop;
    private long bytes;

    public GitHttpServer(AbsolutePath folder)
    {
        this.folder = folder;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }

        listener.Prefixes.Add(Url);
        listener.Start();
        loop = Task.Run(Serve);
    }

    public string Url { get; }

    /// <summary>How many bytes requests and answers held.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Is asked before each request; a status other than 200 is answered in place of Git.</summary>
    public Func<HttpListenerRequest, int> Gate { get; set; } = _ => 200;

    /// <summary>Where requests are sent on to; null where they are answered.</summary>
    public string? Redirect { get; set; }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await loop;
    }

    private async Task Serve()
    {
        var answers = new List<Task>();
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                answers.Add(Task.Run(() => Answer(context)));
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                break;
            }
        }

        await Task.WhenAll(answers);
    }

    private async Task Answer(HttpListenerContext context)
    {
        using var response = context.Response;
        if (Gate(context.Request) is var status and not 200)
        {
            response.StatusCode = status;
            if (status == 401)
                response.AppendHeader("WWW-Authenticate", "Basic realm=\"made up\"");
            return;
        }

        if (Redirect is { } elsewhere)
        {
            response.Redirect($"{elsewhere.TrimEnd('/')}{context.Request.Url!.PathAndQuery}");
            return;
        }

        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        using var output = new MemoryStream();
        await Cli.Wrap("git")
            .WithArguments(["http-backend"])
            .WithEnvironmentVariables(Variables(context.Request, body.Length))
            .WithStandardInputPipe(PipeSource.FromBytes(body.ToArray()))
            .WithStandardOutputPipe(PipeTarget.ToStream(output))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync();
        Interlocked.Add(ref bytes, body.Length + output.Length);
        await Relay(output.ToArray(), response);
    }

    private Dictionary<string, string?> Variables(HttpListenerRequest request, long length) =>
        new()
        {
            ["GIT_PROJECT_ROOT"] = folder,
            ["GIT_HTTP_EXPORT_ALL"] = "1",
            ["GIT_PROTOCOL"] = request.Headers["Git-Protocol"],
            ["REQUEST_METHOD"] = request.HttpMethod,
            ["PATH_INFO"] = request.Url!.AbsolutePath,
            ["QUERY_STRING"] = request.Url.Query.TrimStart('?'),
            ["CONTENT_TYPE"] = request.ContentType,
            ["CONTENT_LENGTH"] = length.ToString(CultureInfo.InvariantCulture),
            ["HTTP_CONTENT_ENCODING"] = request.Headers["Content-Encoding"],
            ["REMOTE_ADDR"] = "127.0.0.1",
        };

    private static async Task Relay(byte[] output, HttpListenerResponse response)
    {
        var end = output.AsSpan().IndexOf("\r\n\r\n"u8);
        foreach (var line in Encoding.ASCII.GetString(output, 0, end).Split("\r\n"))
        {
            var (name, value) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim());
            if (name == "Status")
                response.StatusCode = int.Parse(value.Split(' ')[0], CultureInfo.InvariantCulture);
            else
                response.AppendHeader(name, value);
        }

        response.ContentLength64 = output.Length - end - 4;
        await response.OutputStream.WriteAsync(output.AsMemory(end + 4));
    }
}
