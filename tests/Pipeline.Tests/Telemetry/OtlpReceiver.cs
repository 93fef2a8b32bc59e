using System.Buffers.Binary;
using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pipeline.Tests.Telemetry;

/// <summary>A span as it arrived.</summary>
internal sealed record ReceivedSpan(string Trace, string Id, string Parent, string Name)
{
    /// <summary>The attributes that are texts.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>Those of its resource.</summary>
    public required IReadOnlyDictionary<string, string> Resource { get; init; }
}

/// <summary>
/// Receives traces by OTLP over HTTP or gRPC, by the numbers of opentelemetry-proto 1.x, and refuses everything else.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly bool isGrpc;
    private readonly ConcurrentQueue<ReceivedSpan> spans = [];

    public OtlpReceiver(bool isGrpc = false)
    {
        this.isGrpc = isGrpc;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(options =>
            options.ConfigureEndpointDefaults(endpoint =>
                endpoint.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1
            )
        );
        server = builder.Build();
        server.Run(isGrpc ? ReceiveCall : Receive);
        server.Start();
    }

    /// <summary>Its address.</summary>
    public string Address => server.Urls.Single();

    /// <summary>What it answers with; 200 takes the spans.</summary>
    public int Status { get; set; } = 200;

    /// <summary>What each request had as <c>api-key</c>.</summary>
    public ConcurrentQueue<string> Keys { get; } = [];

    /// <summary>What it took.</summary>
    public IReadOnlyCollection<ReceivedSpan> Spans => spans;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task Receive(HttpContext context)
    {
        var asked = context.Request;
        context.Response.StatusCode =
            asked.Path != "/v1/traces" ? 404
            : asked.Method != "POST" ? 405
            : asked.ContentType != "application/x-protobuf" ? 415
            : Status;
        if (context.Response.StatusCode == 200)
            await Take(asked, frame: 0);
    }

    private async Task ReceiveCall(HttpContext context)
    {
        var isKnown =
            context.Request.Path == "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
            && context.Request.ContentType == "application/grpc";
        context.Response.ContentType = "application/grpc";
        if (isKnown)
        {
            await Take(context.Request, frame: 5);
            // An empty answer in a frame of its own.
            await context.Response.Body.WriteAsync(new byte[5]);
        }

        context.Response.AppendTrailer("grpc-status", isKnown ? "0" : "12");
    }

    // A frame of gRPC has a byte that says that nothing is compressed, and the length.
    private async Task Take(HttpRequest asked, int frame)
    {
        Keys.Enqueue($"{asked.Headers["api-key"]}");
        var body = new MemoryStream();
        await asked.Body.CopyToAsync(body);
        var content = body.ToArray();
        if (frame > 0)
            BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(1)).ShouldBe(content.Length - frame);
        foreach (var group in new ProtobufMessage(ByteString.CopyFrom(content.AsSpan(frame))).All(1))
        {
            var resource = Attributes(group.All(1).Single(), 1);
            foreach (var span in group.All(2).SelectMany(scope => scope.All(2)))
                spans.Enqueue(
                    new(span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5))
                    {
                        Attributes = Attributes(span, 9),
                        Resource = resource,
                    }
                );
        }
    }

    private static Dictionary<string, string> Attributes(ProtobufMessage message, int field) =>
        message.All(field).ToDictionary(each => each.Text(1), each => each.All(2).Single().Text(1));
}
