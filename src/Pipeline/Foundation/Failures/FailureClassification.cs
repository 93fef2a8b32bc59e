using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;

namespace Pipeline.Foundation.Failures;

/// <summary>
/// The one classification of transient failures; clients of a service add that service's own messages.
/// </summary>
internal static partial class FailureClassification
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    // The framework's own HRESULT (COR_E_IO); where the system failed, such as with a full disk, it is the system's
    // error number.
    private const int BrokenStream = unchecked((int)0x80131620);

    /// <summary>By an HTTP status: 408, 425, 429 and 5xx are transient.</summary>
    public static FailureKind KindOf(HttpStatusCode status) =>
        status
            is HttpStatusCode.RequestTimeout
                or (HttpStatusCode)425
                or HttpStatusCode.TooManyRequests
                or >= HttpStatusCode.InternalServerError
            ? FailureKind.Transient
            : FailureKind.Permanent;

    /// <summary>By an exception of the framework. A cancellation without a timeout is the caller's to judge.</summary>
    public static FailureKind KindOf(Exception? failure) =>
        failure switch
        {
            HttpRequestException { StatusCode: { } status } => KindOf(status),
            // An untrusted certificate.
            HttpRequestException { InnerException: AuthenticationException } => FailureKind.Permanent,
            HttpRequestException request => KindOf(request.HttpRequestError),
            HttpIOException broken => KindOf(broken.HttpRequestError),
            SocketException socket => KindOf(socket.SocketErrorCode),
            IOException { InnerException: SocketException socket } => KindOf(socket.SocketErrorCode),
            IOException { HResult: BrokenStream } or EndOfStreamException => FailureKind.Transient,
            TimeoutException or OperationCanceledException { InnerException: TimeoutException } =>
                FailureKind.Transient,
            _ => FailureKind.Permanent,
        };

    /// <summary>
    /// By a program's output, where it has no other way to tell: Git with curl and ssh, and programs in Go.
    /// </summary>
    public static FailureKind KindOf(string output) =>
        Broken().IsMatch(output) ? FailureKind.Transient
        : Unreached().IsMatch(output) ? FailureKind.Unreachable
        : FailureKind.Permanent;

    /// <summary>How long a server asks to wait (<c>Retry-After</c>); null where it does not say.</summary>
    /// <param name="answer">Its response.</param>
    /// <param name="clock">The clock, for a server that states a point in time.</param>
    public static TimeSpan? RetryAfter(HttpResponseMessage answer, TimeProvider? clock = null) =>
        answer.Headers.RetryAfter is not { } after ? null
        : after.Delta is { } wait ? wait
        : after.Date - (clock ?? TimeProvider.System).GetUtcNow() is { } left && left > TimeSpan.Zero ? left
        : TimeSpan.Zero;

    private static FailureKind KindOf(HttpRequestError error) =>
        error switch
        {
            HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError => FailureKind.Unreachable,
            HttpRequestError.ConfigurationLimitExceeded
            or HttpRequestError.UserAuthenticationError
            or HttpRequestError.VersionNegotiationError
            or HttpRequestError.ExtendedConnectNotSupported => FailureKind.Permanent,
            _ => FailureKind.Transient,
        };

    private static FailureKind KindOf(SocketError error) =>
        error
            is SocketError.ConnectionRefused
                or SocketError.HostNotFound
                or SocketError.NoData
                or SocketError.HostDown
                or SocketError.HostUnreachable
                or SocketError.NetworkUnreachable
            ? FailureKind.Unreachable
            : FailureKind.Transient;

    [GeneratedRegex(
        @"i/o timeout|TLS handshake timeout|timeout awaiting|Client\.Timeout exceeded|deadline exceeded"
            + @"|(connection|operation|request) timed out|connection (reset|closed)|broken pipe|(unexpected|early) EOF"
            + @"|http2: (client|server) connection|server misbehaving|temporary failure in name resolution|toomanyrequests"
            + @"|hung up unexpectedly|unexpected disconnect|rpc failed|gnutls|ssl_error_syscall"
            + @"|\b(http|status|error)( code)?\W{1,3}(408|425|429|5\d\d)\b|\]\[(408|425|429|5\d\d)\]"
            + @"|\b(408 Request Timeout|425 Too Early|429 Too Many Requests|500 Internal Server Error|502 Bad Gateway"
            + @"|503 Service Unavailable|504 Gateway Time-?out)\b",
        Options
    )]
    private static partial Regex Broken();

    [GeneratedRegex(
        @"connection refused|no such host|could not resolve host|could ?n.t connect to server|failed to connect",
        Options
    )]
    private static partial Regex Unreached();
}
