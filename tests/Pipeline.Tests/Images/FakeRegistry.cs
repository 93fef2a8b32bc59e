using System.Net.Sockets;
using System.Text;

namespace Pipeline.Tests.Images;

/// <summary>A registry that says what it was told, whatever it is asked.</summary>
internal sealed class FakeRegistry(params string[] answers) : ScriptedServer<string>(answers)
{
    /// <summary>Is never answered.</summary>
    public const string Hang = "hang";

    /// <summary>
    /// Is cut off within the answer's head; a client tries again by itself where there was none at all.
    /// </summary>
    public const string Reset = "reset";

    protected override string OneTooMany => Answer(400, "one request too many");

    public static string Answer(int status, string body = "", params string[] headers) =>
        $"HTTP/1.1 {status} Said\r\n{string.Concat(headers.Select(header => header + "\r\n"))}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    protected override async Task Send(NetworkStream stream, string answer, CancellationToken end)
    {
        if (answer == Hang)
            await Task.Delay(Timeout.Infinite, end);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer == Reset ? "HTTP/1.1 200 " : answer), end);
    }
}
