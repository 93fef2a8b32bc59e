using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pipeline.Tests.Quality.CodeScanning;

/// <summary>GitHub's code scanning of one repository, on loopback. It refuses what GitHub refuses.</summary>
internal sealed partial class FakeCodeScanning : IDisposable
{
    public const string Repository = "acme/shop";
    public const string Token = "made-up-job-token";

    private const int MostRuns = 20;
    private const int MostBytes = 10_000_000;

    private readonly HttpListener listener = new();
    private readonly Task serving;

    public FakeCodeScanning()
    {
        Url = $"http://127.0.0.1:{LoopbackPort.Free()}";
        listener.Prefixes.Add($"{Url}/");
        listener.Start();
        serving = Serve();
    }

    public string Url { get; }

    /// <summary>The files that were taken.</summary>
    public List<JsonNode> Files { get; } = [];

    /// <summary>The requests, as METHOD PATH.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>How often it says that it is not done yet.</summary>
    public int Pending { get; set; }

    /// <summary>What is wrong with a file once it looks into it; null for nothing.</summary>
    public string? Error { get; set; }

    /// <summary>Gives the status and the message to answer with in place of the real answer, or null.</summary>
    public Func<string, (int Status, string Message)?> Trouble { get; set; } = _ => null;

    public string? Variable(string name) =>
        name switch
        {
            "GITHUB_API_URL" => Url,
            "GITHUB_TOKEN" => Token,
            "GITHUB_REPOSITORY" => Repository,
            "GITHUB_REF" => "refs/heads/main",
            _ => null,
        };

    public void Dispose()
    {
        listener.Close();
        serving.Wait();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
                await Answer(await listener.GetContextAsync());
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Answer(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var text = await reader.ReadToEndAsync();
        var request = $"{context.Request.HttpMethod} {context.Request.Url!.AbsolutePath}";
        Requests.Add(request);
        var (status, body) = Trouble(request) is { } trouble
            ? (trouble.Status, new JsonObject { ["message"] = trouble.Message })
            : Judge(context.Request, request, text);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var output = new StreamWriter(context.Response.OutputStream);
        await output.WriteAsync(body.ToJsonString());
    }

    private (int, JsonObject) Judge(HttpListenerRequest head, string request, string body)
    {
        const string Path = $"/repos/{Repository}/code-scanning/sarifs";
        return head.Headers["Authorization"] is not ($"Token {Token}" or $"Bearer {Token}")
                ? Say(401, "Bad credentials")
            : request == $"POST {Path}" ? Take(JsonNode.Parse(body)!.AsObject())
            : request == $"GET {Path}/made-up-{Files.Count}" ? State()
            : Say(404, "Not Found");
    }

    private (int, JsonObject) State() =>
        Pending-- > 0 ? (200, new() { ["processing_status"] = "pending" })
        : Error is null ? (200, new() { ["processing_status"] = "complete", ["analyses_url"] = Url })
        : (200, new() { ["processing_status"] = "failed", ["errors"] = new JsonArray(Error) });

    private (int, JsonObject) Take(JsonObject body)
    {
        if (body.Select(pair => pair.Key).Except(["commit_sha", "ref", "sarif", "tool_name"]).Any())
            return Say(422, "Invalid request: unknown key");
        if (!Commit().IsMatch($"{body["commit_sha"]}") || !Ref().IsMatch($"{body["ref"]}"))
            return Say(400, "Invalid commit or ref");

        var compressed = Convert.FromBase64String($"{body["sarif"]}");
        if (compressed.Length > MostBytes)
            return Say(413, "The sarif field is too large");
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        var sarif = JsonNode.Parse(gzip)!;
        if (Problem(sarif) is { } problem)
            return Say(400, problem);
        Files.Add(sarif);
        return (202, new() { ["id"] = $"made-up-{Files.Count}", ["url"] = Url });
    }

    private static string? Problem(JsonNode sarif)
    {
        var runs = sarif["runs"]!.AsArray();
        if ($"{sarif["version"]}" != "2.1.0" || runs.Count > MostRuns)
            return "too many runs, or another version";
        if (runs.Select(run => $"{run!["tool"]!["driver"]!["name"]} {Category(run)}").Distinct().Count() < runs.Count)
            return "several runs of one tool and category";
        foreach (var result in runs.SelectMany(run => run!["results"]!.AsArray()))
            if (
                $"{result!["message"]?["text"]}".Length == 0
                || result["locations"]?[0]?["physicalLocation"] is not { } place
                || $"{place["artifactLocation"]?["uri"]}" is "" or ['/', ..]
                || place["region"]?["startLine"] is null
                || !Fingerprint().IsMatch($"{result["partialFingerprints"]?["primaryLocationLineHash"]}")
            )
                return $"a result without text, place or fingerprint: {result.ToJsonString()}";
        return null;
    }

    public static string Category(JsonNode run) => $"{run["automationDetails"]?["id"]}".TrimEnd('/');

    private static (int, JsonObject) Say(int status, string message) => (status, new() { ["message"] = message });

    [GeneratedRegex("^[0-9a-f]{40}$")]
    private static partial Regex Commit();

    [GeneratedRegex("^refs/(heads|tags|pull)/.+$")]
    private static partial Regex Ref();

    [GeneratedRegex("^[0-9a-f]+:[0-9]+$")]
    private static partial Regex Fingerprint();
}
