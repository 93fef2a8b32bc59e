using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pipeline.Tests.Images;

/// <summary>Stands before a real registry, and keeps what it was asked for.</summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    private static readonly string[] WithinOneHop = ["Connection", "Transfer-Encoding", "Keep-Alive"];

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    private readonly string registry;
    private readonly WebApplication server;

    public RecordingProxy(string registry)
    {
        this.registry = registry;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        server = builder.Build();
        server.Run(Forward);
        server.Start();
    }

    /// <summary>Host and port.</summary>
    public string Name => new Uri(server.Urls.Single()).Authority;

    /// <summary>What was asked, as <c>METHOD /path</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        client.Dispose();
    }

    private async Task Forward(HttpContext context)
    {
        var asked = context.Request;
        Requests.Enqueue($"{asked.Method} {asked.Path}");
        using var request = new HttpRequestMessage(
            new(asked.Method),
            $"http://{registry}{asked.GetEncodedPathAndQuery()}"
        );
        if (asked.ContentLength > 0 || asked.Headers.TransferEncoding.Count > 0)
            request.Content = new StreamContent(asked.Body);
        foreach (var (name, values) in asked.Headers)
            if (!WithinOneHop.Contains(name) && !request.Headers.TryAddWithoutValidation(name, values.ToArray()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());

        using var answer = await client.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            context.RequestAborted
        );
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            if (!WithinOneHop.Contains(name))
                context.Response.Headers[name] = values.ToArray();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
