using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;

namespace Pipeline.Tests.Deployments.GitOps.ArgoCd;

/// <summary>
/// An Argo CD on loopback that refuses what the real one refuses, and what its description does not know. What it
/// answers is held against that description before it is sent.
/// </summary>
internal sealed class FakeArgoCd : IAsyncDisposable
{
    public const string Token = "made-up-argocd-token";
    public const string TokenWithoutRights = "made-up-token-without-rights";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly ArgoCdDescription description = new();
    private readonly X509Certificate2? certificate;
    private readonly Task serving;
    private readonly List<string> requests = [];
    private JsonObject[] now = [];

    public FakeArgoCd(X509Certificate2? certificate = null)
    {
        this.certificate = certificate;
        listener.Start();
        serving = Serve();
    }

    public Uri Address =>
        new($"{(certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>What is there from one list to the next; the last stays.</summary>
    public Queue<JsonObject[]> Course { get; } = new();

    /// <summary>What applications have made in the cluster, by their names.</summary>
    public Dictionary<string, JsonObject> Trees { get; } = [];

    /// <summary>Answers that are given before anything else: a status, and a body.</summary>
    public Queue<(int Status, string Body)> Outages { get; } = new();

    /// <summary>The first lines of what was asked.</summary>
    public IReadOnlyList<string> Requests => requests;

    /// <summary>What contradicted the description; a test fails on any.</summary>
    public List<string> Contradictions { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await serving;
        listener.Stop();
        end.Dispose();
        Contradictions.ShouldBeEmpty();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
                await Serve(await listener.AcceptTcpClientAsync(end.Token));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
            try
            {
                await using var stream = await Open(client);
                var head = await Head(stream);
                var (status, body) = Answer(head);
                var bytes = Encoding.UTF8.GetBytes(body);
                await stream.WriteAsync(
                    Encoding.UTF8.GetBytes(
                        $"HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n"
                    ),
                    end.Token
                );
                await stream.WriteAsync(bytes, end.Token);
            }
            catch (Exception left) when (left is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The client did not trust the certificate, and left.
            }
    }

    private async Task<Stream> Open(TcpClient client)
    {
        if (certificate is null)
            return client.GetStream();

        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(certificate);
        return stream;
    }

    private async Task<string[]> Head(Stream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, end.Token);
            if (read == 0)
                throw new IOException("the client left");
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return text.ToString().Split("\r\n");
    }

    private (int Status, string Body) Answer(string[] head)
    {
        lock (requests)
            requests.Add(head[0]);
        if (Outages.TryDequeue(out var outage))
            return outage;

        var (method, target) = (head[0].Split(' ')[0], new Uri(Address, head[0].Split(' ')[1]));
        var query = HttpUtility.ParseQueryString(target.Query);
        var (status, answer) =
            description.Refuse(target.AbsolutePath, query.AllKeys.OfType<string>()) is { } unknown ? Unknown(unknown)
            : method != "GET" ? (501, Refusal(12, "Method Not Allowed"))
            : Authenticate(head) is { } refusal ? refusal
            : Answer(target.AbsolutePath.Split('/'), query, head.Contains($"Authorization: Bearer {Token}"));
        lock (Contradictions)
            Contradictions.AddRange(description.Contradictions(target.AbsolutePath, status, answer));
        return (status, answer.ToJsonString());
    }

    private (int, JsonObject) Unknown(string what)
    {
        lock (Contradictions)
            Contradictions.Add(what);
        return (404, Refusal(5, "Not Found"));
    }

    private static (int, JsonObject)? Authenticate(string[] head) =>
        head.FirstOrDefault(line => line.StartsWith("Authorization: ", StringComparison.Ordinal)) switch
        {
            null => (401, Refusal(16, "no session information")),
            "Authorization: Bearer " + Token or "Authorization: Bearer " + TokenWithoutRights => null,
            _ => (401, Refusal(16, "invalid session: token signature is invalid: signature is invalid")),
        };

    private (int, JsonObject) Answer(
        string[] path,
        System.Collections.Specialized.NameValueCollection query,
        bool mayGet
    )
    {
        if (path.Length == 4)
        {
            if (Course.TryDequeue(out var next))
                now = next;
            // Argo CD leaves out what a token may not see.
            var seen = now.Where(one => mayGet && IsWanted(one, query)).Select(one => one.DeepClone()).ToArray();
            return (
                200,
                new()
                {
                    ["metadata"] = new JsonObject { ["resourceVersion"] = "1" },
                    ["items"] = seen.Length == 0 ? null : new JsonArray([.. seen]),
                }
            );
        }

        var found = now.FirstOrDefault(one => $"{one["metadata"]!["name"]}" == path[4]);
        if (!mayGet || (found is null && query["project"] is null))
            return (403, Refusal(7, "permission denied"));
        if (found is null || (query["project"] is { } project && project != $"{found["spec"]!["project"]}"))
            return (404, Refusal(5, $"applications.argoproj.io \"{path[4]}\" not found"));
        return path.Length == 5
            ? (200, found.DeepClone().AsObject())
            : (200, (Trees.GetValueOrDefault(path[4]) ?? new() { ["nodes"] = new JsonArray() }).DeepClone().AsObject());
    }

    private static bool IsWanted(JsonObject application, System.Collections.Specialized.NameValueCollection query) =>
        (query["projects"] is not { } project || project == $"{application["spec"]!["project"]}")
        && (
            query["selector"]?.Split('=') is not [var label, var value]
            || $"{application["metadata"]!["labels"]?[label]}" == value
        );

    private static JsonObject Refusal(int code, string message) =>
        new()
        {
            ["error"] = message,
            ["code"] = code,
            ["message"] = message,
        };
}
