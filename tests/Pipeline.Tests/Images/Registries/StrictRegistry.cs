using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nuke.Common.IO;

namespace Pipeline.Tests.Images.Registries;

/// <summary>
/// A server on loopback in front of the reference registry. It refuses what the specification forbids and the reference
/// lets pass, wants tokens where it is told to, and misbehaves where it is told to.
/// </summary>
internal sealed partial class StrictRegistry : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("pipeline-strict-").FullName;
    private readonly HttpListener listener = new();
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentQueue<string> requests = new();
    private readonly ConcurrentDictionary<string, (long Sent, string Place)> uploads = new();
    private readonly ConcurrentDictionary<string, List<JsonElement>> referrers = new();
    private readonly ConcurrentDictionary<string, (string Scope, DateTimeOffset Expires)> tokens = new();
    private RealRegistry? real;
    private Task? serving;
    private int working;

    public string Name { get; } = $"127.0.0.1:{LoopbackPort.Free()}";

    /// <summary>The user that gets tokens; null where nobody has to show any.</summary>
    public (string Name, string Password)? User { get; set; }

    /// <summary>True where the login is shown to the registry itself, not to a token server.</summary>
    public bool TakesBasic { get; set; }

    /// <summary>In seconds.</summary>
    public int TokenLifetime { get; set; } = 300;

    /// <summary>True where it keeps the list of what refers to an image.</summary>
    public bool HasReferrers { get; set; }

    /// <summary>Each request, as METHOD PATH.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    public static async Task<StrictRegistry> Start()
    {
        var registry = new StrictRegistry();
        registry.real = await RealRegistry.Start(registry.folder);
        registry.listener.Prefixes.Add($"http://{registry.Name}/");
        registry.listener.Start();
        registry.serving = registry.Serve();
        return registry;
    }

    /// <summary>How many requests there were of a kind.</summary>
    public int Count(string pattern) => requests.Count(request => Regex.IsMatch(request, pattern));

    /// <summary>Takes all tokens for expired.</summary>
    public void ExpireTokens() => tokens.Clear();

    /// <summary>Waits until it has done all that it was asked for, whether or not the client is still there.</summary>
    public async Task Settle()
    {
        int seen;
        do
        {
            seen = requests.Count;
            await Task.Delay(50, end.Token);
        } while (seen != requests.Count || Volatile.Read(ref working) > 0);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Close();
        await serving!;
        real!.Dispose();
        Directory.Delete(folder, recursive: true);
        end.Dispose();
    }

    private async Task Serve()
    {
        var open = new ConcurrentBag<Task>();
        try
        {
            while (!end.IsCancellationRequested)
            {
                var context = await listener.GetContextAsync();
                open.Add(Task.Run(() => Handle(context)));
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }

        await Task.WhenAll(open).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Handle(HttpListenerContext context)
    {
        var line = $"{context.Request.HttpMethod} {context.Request.RawUrl}";
        requests.Enqueue(line);
        try
        {
            if (FaultOf(line) is { } fault)
                await fault.Answer(context, this);
            else
                await Respond(context);
        }
        catch (Exception broken) when (broken is HttpListenerException or IOException or OperationCanceledException)
        {
            // The client is gone, or the test is over.
            context.Response.Abort();
        }
    }

    private async Task Respond(HttpListenerContext context)
    {
        Interlocked.Increment(ref working);
        try
        {
            if (context.Request.Url!.AbsolutePath == "/token")
                await GiveToken(context);
            else if (!IsLetIn(context))
                Refuse(context);
            else if (Violation(context.Request) is { } violation)
                await Say(context, 400, violation);
            else if (HasReferrers && ReferrersPath().Match(context.Request.Url.AbsolutePath) is { Success: true } asked)
                await Say(
                    context,
                    200,
                    ListOf(asked.Groups["digest"].Value),
                    "application/vnd.oci.image.index.v1+json"
                );
            else if (
                context.Request.HttpMethod == "GET"
                && uploads.TryGetValue(context.Request.Url.AbsolutePath, out var upload)
            )
                TellReached(context, upload.Sent, upload.Place);
            else
                await Forward(context);
        }
        finally
        {
            Interlocked.Decrement(ref working);
        }
    }

    // What the specification demands and the reference does not look at.
    private string? Violation(HttpListenerRequest request)
    {
        var path = request.Url!.AbsolutePath;
        if (request.HttpMethod == "PATCH")
        {
            if (request.ContentType != "application/octet-stream" || request.ContentLength64 <= 0)
                return "a chunk has a type and a length";
            var range = ChunkRange().Match(request.Headers["Content-Range"] ?? "");
            if (!range.Success)
                return "a chunk has a range START-END";
            var (from, last) = (long.Parse(range.Groups["from"].Value), long.Parse(range.Groups["last"].Value));
            if (last - from + 1 != request.ContentLength64)
                return "the range is not as long as the chunk";
            if (from != uploads.GetValueOrDefault(path).Sent)
                return "the chunk does not begin where the last one ended";
        }

        if (request.HttpMethod == "PUT" && path.Contains("/manifests/", StringComparison.Ordinal))
            return request.ContentType?.StartsWith("application/vnd.", StringComparison.Ordinal) == true
                ? null
                : "a manifest has a type";
        return
            request.HttpMethod == "GET"
            && path.Contains("/manifests/", StringComparison.Ordinal)
            && request.Headers["Accept"] is null
            ? "a manifest is asked for by its types"
            : null;
    }

    private async Task Forward(HttpListenerContext context)
    {
        var body = await Body(context.Request);
        using var forwarded = await Pass(context, body);
        Note(context, forwarded, body?.Length ?? 0);
        Copy(forwarded, context.Response);
        if (context.Request.HttpMethod == "PUT" && forwarded.IsSuccessStatusCode && HasReferrers)
            NoteSubject(context, body!);
        var answer = await forwarded.Content.ReadAsByteArrayAsync();
        if (context.Request.HttpMethod != "HEAD")
        {
            context.Response.ContentLength64 = answer.Length;
            await context.Response.OutputStream.WriteAsync(answer);
        }

        context.Response.Close();
    }

    private async Task<HttpResponseMessage> Pass(HttpListenerContext context, byte[]? body)
    {
        using var message = new HttpRequestMessage(
            new(context.Request.HttpMethod),
            $"http://{real!.Name}{context.Request.RawUrl}"
        );
        // What the registry says of where to go on leads here.
        message.Headers.Host = Name;
        foreach (var name in new[] { "Accept", "Range" })
            if (context.Request.Headers[name] is { } value)
                message.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        return await Http.SendAsync(message, end.Token);
    }

    private void Note(HttpListenerContext context, HttpResponseMessage answer, long length)
    {
        if (context.Request.HttpMethod == "PATCH" && answer.IsSuccessStatusCode)
            uploads.AddOrUpdate(
                context.Request.Url!.AbsolutePath,
                (length, $"{answer.Headers.Location}"),
                (_, known) => (known.Sent + length, $"{answer.Headers.Location}")
            );
    }

    // The reference forgets an upload of which it has taken in more than it could say.
    private static void TellReached(HttpListenerContext context, long sent, string place)
    {
        context.Response.StatusCode = 204;
        context.Response.Headers["Location"] = place;
        context.Response.Headers["Range"] = $"0-{sent - 1}";
        context.Response.Close();
    }

    private void NoteSubject(HttpListenerContext context, byte[] manifest)
    {
        if (!context.Request.Url!.AbsolutePath.Contains("/manifests/", StringComparison.Ordinal))
            return;
        using var json = JsonDocument.Parse(manifest);
        if (!json.RootElement.TryGetProperty("subject", out var subject))
            return;
        var digest = subject.GetProperty("digest").GetString()!;
        var descriptor = JsonSerializer.SerializeToElement(
            new
            {
                mediaType = "application/vnd.oci.image.manifest.v1+json",
                digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(manifest))}",
                size = manifest.Length,
                artifactType = json.RootElement.GetProperty("artifactType").GetString(),
            }
        );
        referrers.GetOrAdd(digest, _ => []).Add(descriptor);
        context.Response.Headers["OCI-Subject"] = digest;
    }

    private string ListOf(string digest) =>
        JsonSerializer.Serialize(
            new
            {
                schemaVersion = 2,
                mediaType = "application/vnd.oci.image.index.v1+json",
                manifests = referrers.GetValueOrDefault(digest) ?? [],
            }
        );

    private static void Copy(HttpResponseMessage from, HttpListenerResponse to)
    {
        to.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.Concat(from.Content.Headers))
            if (name is not ("Content-Length" or "Transfer-Encoding" or "Connection"))
                to.Headers[name] = string.Join(", ", values);
    }

    private static async Task<byte[]?> Body(HttpListenerRequest request)
    {
        if (!request.HasEntityBody)
            return request.HttpMethod is "PUT" or "POST" or "PATCH" ? [] : null;
        using var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body);
        return body.ToArray();
    }

    private static async Task Say(HttpListenerContext context, int status, string text, string type = "text/plain")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
        context.Response.Close();
    }

    [GeneratedRegex("^(?<from>[0-9]+)-(?<last>[0-9]+)$")]
    private static partial Regex ChunkRange();

    [GeneratedRegex("/referrers/(?<digest>sha256:[0-9a-f]{64})$")]
    private static partial Regex ReferrersPath();
}
