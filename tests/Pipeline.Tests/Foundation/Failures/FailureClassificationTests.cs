using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using Pipeline.Foundation.Failures;

namespace Pipeline.Tests.Foundation.Failures;

/// <summary>The table of what passes by itself: every caller goes by it.</summary>
public sealed class FailureClassificationTests
{
    public static TheoryData<string, Exception, string> Failures =>
        new()
        {
            { "a refused connection", Request(HttpRequestError.ConnectionError), "Unreachable" },
            { "an unknown host", Request(HttpRequestError.NameResolutionError), "Unreachable" },
            {
                "a handshake that broke",
                Request(HttpRequestError.SecureConnectionError, new IOException()),
                "Unreachable"
            },
            {
                "a certificate that is not trusted",
                Request(HttpRequestError.SecureConnectionError, new AuthenticationException()),
                "Permanent"
            },
            { "headers beyond all limits", Request(HttpRequestError.ConfigurationLimitExceeded), "Permanent" },
            { "a version that the server lacks", Request(HttpRequestError.VersionNegotiationError), "Permanent" },
            { "an answer that ended early", Request(HttpRequestError.ResponseEnded), "Transient" },
            { "something of HTTP's own", Request(HttpRequestError.Unknown), "Transient" },
            { "a body that ended early", new HttpIOException(HttpRequestError.ResponseEnded), "Transient" },
            { "a busy server's status", new HttpRequestException("", null, HttpStatusCode.BadGateway), "Transient" },
            { "a refusal's status", new HttpRequestException("", null, HttpStatusCode.Forbidden), "Permanent" },
            { "a connection that was reset", new SocketException((int)SocketError.ConnectionReset), "Transient" },
            { "a connection that timed out", new SocketException((int)SocketError.TimedOut), "Transient" },
            { "a socket that was refused", new SocketException((int)SocketError.ConnectionRefused), "Unreachable" },
            { "a host that is down", new SocketException((int)SocketError.HostDown), "Unreachable" },
            {
                "a stream that broke",
                new IOException("broken", new SocketException((int)SocketError.Shutdown)),
                "Transient"
            },
            { "a stream that ended", new EndOfStreamException(), "Transient" },
            { "a full disk", new IOException("No space left on device", 28), "Permanent" },
            { "a file that is not there", new FileNotFoundException(), "Permanent" },
            { "a timeout", new TimeoutException(), "Transient" },
            { "an HTTP client's timeout", new TaskCanceledException("", new TimeoutException()), "Transient" },
            { "a cancellation", new OperationCanceledException(), "Permanent" },
            { "a mistake of ours", new InvalidOperationException(), "Permanent" },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Each_failure_is_of_one_kind(string what, Exception failure, string kind) =>
        $"{FailureClassification.KindOf(failure)}".ShouldBe(kind, what);

    [Theory]
    [InlineData(400, "Permanent")]
    [InlineData(401, "Permanent")]
    [InlineData(403, "Permanent")]
    [InlineData(404, "Permanent")]
    [InlineData(408, "Transient")]
    [InlineData(409, "Permanent")]
    [InlineData(425, "Transient")]
    [InlineData(429, "Transient")]
    [InlineData(500, "Transient")]
    [InlineData(502, "Transient")]
    [InlineData(503, "Transient")]
    [InlineData(504, "Transient")]
    [InlineData(599, "Transient")]
    public void Each_status_is_of_one_kind(int status, string kind) =>
        $"{FailureClassification.KindOf((HttpStatusCode)status)}".ShouldBe(kind);

    [Theory]
    // Git, with curl and ssh below it.
    [InlineData("fatal: unable to access 'https://x/': The requested URL returned error: 429", "Transient")]
    [InlineData("fatal: unable to access 'https://x/': The requested URL returned error: 408", "Transient")]
    [InlineData("fatal: unable to access 'https://x/': The requested URL returned error: 403", "Permanent")]
    [InlineData("fatal: unable to access 'https://x/': Could not resolve host: x", "Unreachable")]
    [InlineData("fatal: unable to access 'https://x/': Couldn't connect to server", "Unreachable")]
    [InlineData("error: RPC failed; curl 56 GnuTLS recv error (-110)", "Transient")]
    [InlineData("ssh: Could not resolve hostname x: Temporary failure in name resolution", "Transient")]
    [InlineData("kex_exchange_identification: Connection closed by remote host", "Transient")]
    [InlineData("fatal: bad object abc", "Permanent")]
    // Programs written in Go: container engines and cosign.
    [InlineData("dial tcp 10.0.0.1:443: i/o timeout", "Transient")]
    [InlineData("context deadline exceeded (Client.Timeout exceeded while awaiting headers)", "Transient")]
    [InlineData("dial tcp: lookup r.example on 10.0.0.2:53: server misbehaving", "Transient")]
    [InlineData("http2: server connection error from r.example", "Transient")]
    [InlineData("unexpected status code 503", "Transient")]
    [InlineData("[POST /api/v1/log/entries][500] createLogEntryDefault", "Transient")]
    [InlineData("504 Gateway Timeout", "Transient")]
    [InlineData("dial tcp 127.0.0.1:5000: connect: connection refused", "Unreachable")]
    [InlineData("dial tcp: lookup r.example: no such host", "Unreachable")]
    [InlineData("unexpected status code 404", "Permanent")]
    [InlineData("process \"/bin/sh -c exit 503\" did not complete successfully: exit code: 503", "Permanent")]
    [InlineData("the image has 500 layers", "Permanent")]
    public void The_words_of_a_program_are_of_one_kind(string words, string kind) =>
        $"{FailureClassification.KindOf(words)}".ShouldBe(kind);

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Sat, 01 Jan 2000 00:01:00 GMT", 60)]
    [InlineData("Fri, 31 Dec 1999 23:59:00 GMT", 0)]
    public void How_long_a_server_asks_to_be_left_alone_is_read_in_both_forms(string header, int seconds)
    {
        using var answer = new HttpResponseMessage();
        answer.Headers.RetryAfter = RetryConditionHeaderValue.Parse(header);

        FailureClassification
            .RetryAfter(answer, new FixedClock(new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero)))
            .ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public void A_server_that_does_not_ask_for_a_pause_has_none()
    {
        using var answer = new HttpResponseMessage();

        FailureClassification.RetryAfter(answer).ShouldBeNull();
    }

    private static HttpRequestException Request(HttpRequestError error, Exception? inner = null) =>
        new(error, "", inner);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
