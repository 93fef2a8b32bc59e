using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Polyfills.Tests.Ecr;

/// <summary>A strict ECR on loopback: what the service model or the signature does not allow is refused.</summary>
public sealed class FakeEcr : IAsyncDisposable
{
    public const string Region = "sa-east-1";
    public const string AccessKey = "AKIAMADEUPFORTESTS00";
    public const string SecretKey = "made-up-secret-key-for-tests";

    private readonly EcrModel _model = EcrModel.Load();
    private readonly WebApplication _server;
    private readonly FakeRegistry _registry = new();

    public FakeEcr()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(AnswerAsync);
        _server.Start();
    }

    /// <summary>The endpoint, without a slash at its end.</summary>
    public string Url => _server.Urls.Single();

    /// <summary>The operations that were asked for, in order, refused ones too.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The session tokens that came along.</summary>
    public ConcurrentQueue<string> SessionTokens { get; } = [];

    /// <summary>Errors to answer the next requests with: code and status.</summary>
    public ConcurrentQueue<(string Code, int Status)> NextErrors { get; } = [];

    /// <summary>Tells the images that lie in the registry, by their digests, from those that do not.</summary>
    public void Holds(Func<string, bool> isThere) => _registry.IsScanned = isThere;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var (status, answer) = Answer(context.Request, body.ToArray());
        context.Response.StatusCode = status;
        context.Response.ContentType = _model.ContentType;
        context.Response.Headers["x-amzn-RequestId"] = "00000000-0000-4000-8000-000000000000";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer));
    }

    private (int Status, JsonNode Answer) Answer(HttpRequest request, byte[] body)
    {
        var target = $"{request.Headers["X-Amz-Target"]}";
        var operation = target.Split('.')[^1];
        Requests.Enqueue(operation);
        if (request.Headers.TryGetValue("X-Amz-Security-Token", out var token))
        {
            SessionTokens.Enqueue($"{token}");
        }

        if (
            request.Method != "POST"
            || request.GetEncodedPathAndQuery() != "/"
            || request.ContentType != _model.ContentType
            || target != $"{_model.TargetPrefix}.{operation}"
            || !_model.Knows(operation)
        )
        {
            return Error(
                "UnknownOperationException",
                400,
                $"{request.Method} {request.GetEncodedPathAndQuery()} {target}"
            );
        }

        if (SignatureV4.Flaw(request.Headers, body, Region, AccessKey, SecretKey) is { } flaw)
        {
            return Error("InvalidSignatureException", 400, flaw);
        }

        if (NextErrors.TryDequeue(out var next))
        {
            return Error(next.Code, next.Status, "made up");
        }

        using var document = JsonDocument.Parse(body);
        return _model.CheckRequest(operation, document.RootElement) is { Count: > 0 } flaws
            ? Error("InvalidParameterException", 400, string.Join("; ", flaws))
            : Answer(operation, document.RootElement);
    }

    private (int Status, JsonNode Answer) Answer(string operation, JsonElement request)
    {
        try
        {
            var answer = _registry.Answer(operation, request);
            var flaws = _model.CheckAnswer(operation, JsonSerializer.SerializeToElement(answer));
            return flaws.Count == 0 ? (200, answer) : Error("TheFakeIsWrong", 400, string.Join("; ", flaws));
        }
        catch (FakeRegistry.Refusal refusal)
        {
            return _model.MayAnswer(operation, refusal.Message)
                ? Error(refusal.Message, 400, "refused")
                : Error("TheFakeIsWrong", 400, refusal.Message);
        }
    }

    private static (int Status, JsonNode Answer) Error(string code, int status, string message) =>
        (status, new JsonObject { ["__type"] = code, ["message"] = message });
}
