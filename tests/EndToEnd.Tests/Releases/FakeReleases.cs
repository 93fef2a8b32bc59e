using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Releases;

/// <summary>
/// The releases of one repository at GitHub, behind a proxy on loopback that leads nowhere else: whoever asks for
/// another host, another repository, or without the token, is refused.
/// </summary>
internal sealed class FakeReleases : IAsyncDisposable
{
    public const string Repository = "acme/pipeline";
    public const string Token = "made-up-release-token";

    private static readonly string[] Hosts = ["api.github.com", "uploads.github.com"];

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly X509Certificate2 certificate = MakeCertificate();
    private readonly Task serving;

    public FakeReleases()
    {
        listener.Start();
        serving = Serve();
    }

    public string Proxy => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>What clients have to trust, in PEM form.</summary>
    public string Certificate => certificate.ExportCertificatePem();

    /// <summary>The tags that were pushed.</summary>
    public HashSet<string> Tags { get; } = [];

    /// <summary>The releases, as GitHub tells of them.</summary>
    public List<JsonObject> Releases { get; } = [];

    /// <summary>The files of releases, by name.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>What was refused.</summary>
    public List<string> Refusals { get; } = [];

    private bool IsReleased => Releases.Any(release => $"{release["draft"]}" == "false");

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await serving;
        listener.Stop();
        end.Dispose();
        certificate.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
                using (var client = await listener.AcceptTcpClientAsync(end.Token))
                    await Serve(client.GetStream());
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task Serve(NetworkStream stream)
    {
        var connect = (await Head(stream))[0].Split(' ');
        var host = connect[1].Split(':')[0];
        if (connect[0] != "CONNECT" || !Hosts.Contains(host))
        {
            Refusals.Add(string.Join(' ', connect));
            await Send(stream, 403, null);
            return;
        }

        await stream.WriteAsync("HTTP/1.1 200 Connected\r\n\r\n"u8.ToArray(), end.Token);
        await using var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(certificate);
        var head = await Head(secure);
        var length = head.FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal));
        var body = new byte[length is null ? 0 : int.Parse(length.Split(' ')[1], CultureInfo.InvariantCulture)];
        await secure.ReadExactlyAsync(body, end.Token);

        var request = head[0].Split(' ');
        var (status, answer) = head.Contains($"Authorization: token {Token}")
            ? Answer(host, request[0], new($"https://{host}{request[1]}"), body)
            : (401, new JsonObject { ["message"] = "Bad credentials" });
        // Whether there is a release yet is a question, and no is an answer.
        if (status >= 400 && request[0] != "HEAD")
            Refusals.Add($"{status} {head[0]}: {answer["message"]}");
        await Send(secure, status, request[0] == "HEAD" ? null : answer);
    }

    private (int Status, JsonObject Answer) Answer(string host, string method, Uri address, byte[] body) =>
        (
            host,
            method,
            address.AbsolutePath.TrimStart('/').Replace(Repository, "REPOSITORY", StringComparison.Ordinal)
        ) switch
        {
            ("api.github.com", "POST", "graphql") => Ref(JsonNode.Parse(body)!),
            ("api.github.com", "HEAD", "repos/REPOSITORY/releases/tags/v1.2.3") => (IsReleased ? 200 : 404, []),
            ("api.github.com", "POST", "repos/REPOSITORY/releases") => Create(JsonNode.Parse(body)!.AsObject()),
            ("api.github.com", "PATCH", "repos/REPOSITORY/releases/1") => Publish(JsonNode.Parse(body)!.AsObject()),
            ("uploads.github.com", "POST", "repos/REPOSITORY/releases/1/assets") => Upload(address, body),
            _ => (404, new() { ["message"] = "Not Found" }),
        };

    private (int, JsonObject) Ref(JsonNode query)
    {
        var variables = query["variables"]!;
        if (
            !$"{query["query"]}".Contains("ref(qualifiedName: $", StringComparison.Ordinal)
            || $"{variables["owner"]}/{variables["name"]}" != Repository
        )
            return (400, new() { ["message"] = "a query that is not known here" });

        var found = variables.AsObject().Any(variable => Tags.Any(tag => $"{variable.Value}" == $"refs/tags/{tag}"));
        return (
            200,
            new()
            {
                ["data"] = new JsonObject
                {
                    ["repository"] = new JsonObject { ["ref"] = found ? new JsonObject { ["id"] = "REF_1" } : null },
                },
            }
        );
    }

    private (int, JsonObject) Create(JsonObject wanted)
    {
        if (IsReleased)
            return (422, new() { ["message"] = "Validation Failed: already_exists" });

        var release = wanted.DeepClone().AsObject();
        release["id"] = 1;
        release["url"] = $"https://api.github.com/repos/{Repository}/releases/1";
        release["html_url"] = $"https://github.com/{Repository}/releases/tag/{wanted["tag_name"]}";
        release["upload_url"] = $"https://uploads.github.com/repos/{Repository}/releases/1/assets{{?name,label}}";
        Releases.Add(release);
        return (201, release.DeepClone().AsObject());
    }

    private (int, JsonObject) Publish(JsonObject change)
    {
        foreach (var (name, value) in change)
            Releases[0][name] = value?.DeepClone();
        return (200, Releases[0].DeepClone().AsObject());
    }

    private (int, JsonObject) Upload(Uri address, byte[] body)
    {
        var name = System.Web.HttpUtility.ParseQueryString(address.Query)["name"];
        // GitHub takes no file without a name or a content, nor two of one name.
        if (string.IsNullOrEmpty(name) || body.Length == 0 || !Files.TryAdd(name, body))
            return (422, new() { ["message"] = "Validation Failed" });
        return (201, new() { ["name"] = name, ["state"] = "uploaded" });
    }

    private async Task<string[]> Head(Stream stream)
    {
        var text = new StringBuilder();
        var letter = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(letter, end.Token);
            text.Append((char)letter[0]);
        }

        return text.ToString().Split("\r\n");
    }

    private async Task Send(Stream stream, int status, JsonObject? answer)
    {
        var body = Encoding.UTF8.GetBytes(answer?.ToJsonString() ?? "");
        var head =
            $"HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head).Concat(body).ToArray(), end.Token);
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=made up", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in Hosts)
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
