using System.Net;

namespace Pipeline.Tests.Deployments.GitOps.PullRequests;

/// <summary>An answer as it is, whatever GitHub's description says.</summary>
public sealed record RawAnswer(int Status, string Type, string Body, params (string Name, string Value)[] Headers)
{
    public async Task WriteTo(HttpListenerResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = Type;
        foreach (var (name, value) in Headers)
            response.Headers[name] = value;
        await using var output = new StreamWriter(response.OutputStream);
        await output.WriteAsync(Body);
    }
}
