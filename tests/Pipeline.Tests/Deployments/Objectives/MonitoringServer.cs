using System.Net.Sockets;
using System.Text;

namespace Pipeline.Tests.Deployments.Objectives;

/// <summary>An answer of a monitoring system.</summary>
internal sealed record ScriptedAnswer(int Status, string Body, string Header = "");

/// <summary>A monitoring system on loopback that gives the answers it was told, or is silent.</summary>
internal sealed class MonitoringServer(params ScriptedAnswer[] answers) : ScriptedServer<ScriptedAnswer>(answers)
{
    public const string Silence = "silence";

    public Uri Address => new($"http://{Name}");

    protected override ScriptedAnswer OneTooMany => new(410, "asked once too often");

    protected override async Task Send(NetworkStream stream, ScriptedAnswer answer, CancellationToken end)
    {
        if (answer.Body == Silence)
            await Task.Delay(Timeout.Infinite, end);
        var body = Encoding.UTF8.GetBytes(answer.Body);
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {answer.Status} Said\r\n{answer.Header}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n"
            ),
            end
        );
        await stream.WriteAsync(body, end);
    }
}
