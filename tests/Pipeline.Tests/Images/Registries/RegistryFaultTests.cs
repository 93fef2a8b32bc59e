using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Images.Registries;

/// <summary>
/// What can be wrong with a registry; each ends with a sentence. <c>REAL_TIMEOUTS=1</c> waits as a run does, and then
/// each ends within a minute.
/// </summary>
public sealed class RegistryFaultTests : IAsyncDisposable
{
    private const string GoesOn = "; if that goes on, see its log or status page";
    private const string Stated = "see whether \"registry\" in pipeline.yaml";
    private const string Zeros = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    private static readonly bool IsReal = Environment.GetEnvironmentVariable("REAL_TIMEOUTS") == "1";

    private static readonly RegistryTimeouts Timeouts = IsReal
        ? RegistryTimeouts.Default
        : new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(0.5), TimeSpan.FromMilliseconds(1));

    private static readonly byte[] Content = RegistryBench.Content(100_000);

    private readonly StepHarness harness = new();

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    [Theory]
    [InlineData("Find", "garbage in place of HTTP", GoesOn)]
    [InlineData("Find", "a drip", "hangs: it took the request" + "*" + GoesOn)]
    [InlineData("Find", "401", "wants a login (401)*docker login")]
    [InlineData("Find", "403", "does not let this user in (403)*; ask its owner for the right")]
    [InlineData("Push", "404", "answered 404 NotFound*create the repository there")]
    [InlineData("Push", "413", "answered 413 RequestEntityTooLarge*raise the size")]
    [InlineData("Find", "429", "answered 429 TooManyRequests*" + GoesOn)]
    [InlineData("Push", "429 for an hour", "answered 429 TooManyRequests*" + GoesOn)]
    [InlineData("Find", "500", "answered 500 InternalServerError*" + GoesOn)]
    [InlineData("Push", "502", "answered 502 BadGateway*" + GoesOn)]
    [InlineData("Find", "another digest", "damaged or forged*push it anew")]
    [InlineData("Find", "less than announced", GoesOn)]
    [InlineData("Push", "a reset", GoesOn)]
    [InlineData("Find", "a redirect to nowhere", "cannot be reached*" + Stated)]
    [InlineData("Find", "HTML", "manifest")]
    [InlineData("Find", "a huge answer", "more than 4 MB*" + Stated)]
    [InlineData("Find", "an answer without an end", "more than 4 MB*" + Stated)]
    [InlineData("Push", "no Location", "does not say where*" + Stated)]
    [InlineData("Find", "an expired token", "wants a login (401)*docker login")]
    [InlineData("Find", "a token without an end", "answers with more than 1 MB")]
    [InlineData("Find", "silence after the head", "hangs: it took the request*" + GoesOn)]
    [InlineData("Push", "silence after the head", "hangs: it took the request*" + GoesOn)]
    [InlineData("Find", "silence", "hangs: it took the request*" + GoesOn)]
    [InlineData("Push", "silence", "hangs: it took the request*" + GoesOn)]
    [InlineData("Download", "a drip", "hangs: it took the request*" + GoesOn)]
    public async Task Whatever_is_wrong_with_a_registry_ends_with_a_sentence(string work, string fault, string said)
    {
        await using var registry = new FaultyRegistry((line, stream, end) => Answer(line, fault, stream, end)).Start();

        await EndsWith(said, work, $"127.0.0.1:{registry.Port}", fault);
    }

    [Fact]
    public async Task A_registry_that_nobody_runs_is_told() =>
        await EndsWith(
            "cannot be reached: Connection refused*" + Stated,
            "Find",
            $"127.0.0.1:{LoopbackPort.Free()}",
            ""
        );

    [Fact]
    public async Task A_registry_that_speaks_no_TLS_is_told()
    {
        // Written like this, it does not count as loopback: the connection is encrypted.
        var address = IPAddress.Parse("127.0.0.2");
        await using var registry = new FaultyRegistry(
            (line, stream, end) => Answer(line, "500", stream, end),
            address
        ).Start();

        await EndsWith("cannot be reached*frame*" + Stated, "Find", $"[{address.MapToIPv6()}]:{registry.Port}", "");
    }

    private async Task EndsWith(string said, string work, string name, string fault)
    {
        using var client = new RegistryClient(name, new AnonymousLogin(), Timeouts);
        var watch = Stopwatch.StartNew();

        var failure = await Should.ThrowAsync<StepFailedException>(() => Do(work, client));

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{watch.Elapsed.TotalSeconds:0.0} s for {work} with {fault}: {failure.Message}"
        );
        failure.Message.ShouldContain(name);
        foreach (var part in said.Split('*'))
            failure.Message.ShouldContain(part);
    }

    private Task Do(string work, RegistryClient client) =>
        harness.Ask<object?>(async step =>
        {
            var blob = RegistryBench.Describe(Content);
            switch (work)
            {
                case "Find":
                    await client.Find("a/b", "1", step.Log, step.Cancellation);
                    break;
                case "Push":
                    await client.Upload("a/b", blob, new MemoryStream(Content), step.Log, step.Cancellation);
                    break;
                case "Download":
                    await client.Download("a/b", blob, step.Log, step.Cancellation);
                    break;
            }

            return null;
        });

    // What comes before a push's fault is in order.
    private static async Task Answer(string line, string fault, NetworkStream stream, CancellationToken end)
    {
        if (line.StartsWith("HEAD", StringComparison.Ordinal))
            await Say(stream, "404 Not Found", "", end);
        else if (line.StartsWith("POST", StringComparison.Ordinal) && fault is not ("404" or "no Location"))
            await Say(stream, "202 Accepted", "", end, "Location: /upload");
        else if (line.Contains("/token", StringComparison.Ordinal) && fault == "an expired token")
            await Say(stream, "200 OK", """{"token":"stale"}""", end);
        else
            await Fault(line, fault, stream, end);
    }

    private static Task Fault(string line, string fault, NetworkStream stream, CancellationToken end) =>
        fault switch
        {
            "garbage in place of HTTP" => Write(stream, "\x16\x03\x01 garbage\r\n\r\n", end),
            "a drip" => Drip(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "x", pause: true, end),
            "429 for an hour" => Say(stream, "429 Too Many Requests", "", end, "Retry-After: 3600"),
            "another digest" => Say(stream, "200 OK", """{"config":{}}""", end, $"Docker-Content-Digest: {Zeros}"),
            "less than announced" => Write(stream, "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{", end),
            "a reset" => Write(stream, "HTTP/1.1 201 ", end),
            "a redirect to nowhere" => Say(stream, "302 Found", "", end, "Location: http://127.0.0.1:1/elsewhere"),
            "HTML" => Say(stream, "200 OK", "<html>Sign in</html>", end),
            "a huge answer" => Say(stream, "200 OK", new string(' ', 5_000_000), end),
            "an answer without an end" => Drip(stream, "HTTP/1.1 200 OK\r\n\r\n", new string(' ', 65536), false, end),
            "no Location" => Say(stream, "202 Accepted", "", end),
            "an expired token" or "a token without an end" when line.Contains("/v2/", StringComparison.Ordinal) => Say(
                stream,
                "401 Unauthorized",
                "",
                end,
                "WWW-Authenticate: Bearer realm=\"http://127.0.0.1:PORT/token\""
            ),
            "a token without an end" => Drip(stream, "HTTP/1.1 200 OK\r\n\r\n", new string(' ', 65536), false, end),
            "silence after the head" => Drip(stream, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", "", true, end),
            "silence" => Task.Delay(Timeout.Infinite, end),
            _ => Say(stream, $"{fault} Said", "", end),
        };

    private static Task Say(
        NetworkStream stream,
        string status,
        string body,
        CancellationToken end,
        params string[] headers
    )
    {
        var port = ((IPEndPoint)stream.Socket.LocalEndPoint!).Port;
        var head = string.Concat(headers.Select(header => $"{header}\r\n")).Replace("PORT", $"{port}");
        return Write(
            stream,
            $"HTTP/1.1 {status}\r\n{head}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}",
            end
        );
    }

    private static async Task Drip(NetworkStream stream, string head, string drop, bool pause, CancellationToken end)
    {
        await Write(stream, head, end);
        while (true)
        {
            await Write(stream, drop, end);
            if (pause)
                await Task.Delay(Timeouts.Answer / 20, end);
        }
    }

    private static async Task Write(NetworkStream stream, string text, CancellationToken end) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), end);
}
