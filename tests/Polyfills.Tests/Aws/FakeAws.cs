using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Polyfills.Tests.Aws;

/// <summary>
/// A strict service of AWS on loopback: what its model or the signature does not allow is refused, and what the model
/// does not allow is not answered.
/// </summary>
public abstract class FakeAws : IAsyncDisposable
{
    public const string Region = "sa-east-1";
    public const string AccessKey = "AKIAMADEUPFORTESTS00";
    public const string SecretKey = "made-up-secret-key-for-tests";

    private readonly ServiceModel _model;
    private readonly WebApplication _server;

    /// <param name="model">The file of the service's model.</param>
    protected FakeAws(string model)
    {
        _model = ServiceModel.Load(model);
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

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _server.DisposeAsync();
    }

    /// <summary>The answer to a request that the model allows.</summary>
    /// <exception cref="Refusal">The service refuses it.</exception>
    protected abstract JsonNode Answer(string operation, JsonElement request);

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

        if (SignatureV4.Flaw(request.Headers, body, Region, _model.SigningName, AccessKey, SecretKey) is { } flaw)
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
            : Checked(operation, document.RootElement);
    }

    private (int Status, JsonNode Answer) Checked(string operation, JsonElement request)
    {
        try
        {
            var answer = Answer(operation, request);
            var flaws = _model.CheckAnswer(operation, JsonSerializer.SerializeToElement(answer));
            return flaws.Count == 0 ? (200, answer) : Error("TheFakeIsWrong", 400, string.Join("; ", flaws));
        }
        catch (Refusal refusal)
        {
            return refusal.IsCommon || _model.MayAnswer(operation, refusal.Code)
                ? Error(refusal.Code, refusal.Status, refusal.Message)
                : Error("TheFakeIsWrong", 400, refusal.Code);
        }
    }

    private static (int Status, JsonNode Answer) Error(string code, int status, string message) =>
        (status, new JsonObject { ["__type"] = code, ["message"] = message });
}
