using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Tests.Images.Registries;

/// <content>What it is told to do wrong.</content>
internal sealed partial class StrictRegistry
{
    private readonly List<Fault> faults = [];

    /// <summary>Answers with a status, and with nothing else but headers.</summary>
    public void Answer(string request, int times, int status, params (string Name, string Value)[] headers) =>
        Add(
            request,
            times,
            (context, _) =>
            {
                context.Response.StatusCode = status;
                foreach (var (name, value) in headers)
                    context.Response.Headers[name] = value;
                context.Response.Close();
                return Task.CompletedTask;
            }
        );

    /// <summary>Breaks the connection within the request's body.</summary>
    public void Reset(string request, int times, int after = 0) =>
        Add(
            request,
            times,
            async (context, _) =>
            {
                if (after > 0)
                    await context.Request.InputStream.ReadExactlyAsync(new byte[after]);
                BreakOff(context.Response);
            }
        );

    /// <summary>Takes a part of an upload in, and breaks the connection then.</summary>
    public void TakePart(string request, int times, int length) =>
        Add(
            request,
            times,
            async (context, registry) =>
            {
                var part = new byte[length];
                await context.Request.InputStream.ReadExactlyAsync(part);
                using var forwarded = await registry.Pass(context, part);
                registry.Note(context, forwarded, length);
                BreakOff(context.Response);
            }
        );

    /// <summary>Does what it is asked for, and breaks the connection instead of saying so.</summary>
    public void LoseAnswer(string request, int times) =>
        Add(
            request,
            times,
            async (context, registry) =>
            {
                using var _ = await registry.Pass(context, await Body(context.Request));
                BreakOff(context.Response);
            }
        );

    /// <summary>Sends a part of the real answer, and then breaks the connection, or does nothing any more.</summary>
    public void Truncate(string request, int times, int length, bool stalls = false) =>
        Add(
            request,
            times,
            async (context, registry) =>
            {
                using var forwarded = await registry.Pass(context, null);
                var body = await forwarded.Content.ReadAsByteArrayAsync();
                Copy(forwarded, context.Response);
                context.Response.ContentLength64 = body.Length;
                await context.Response.OutputStream.WriteAsync(body.AsMemory(0, Math.Min(length, body.Length)));
                await context.Response.OutputStream.FlushAsync();
                if (stalls)
                    await Task.Delay(Timeout.Infinite, registry.end.Token);
                context.Response.Abort();
            }
        );

    /// <summary>Answers with a document.</summary>
    public void Give(string request, string body, string type) =>
        Add(request, int.MaxValue, (context, _) => Say(context, 200, body, type));

    /// <summary>Never answers.</summary>
    public void Hang(string request, int times) =>
        Add(request, times, (_, registry) => Task.Delay(Timeout.Infinite, registry.end.Token));

    /// <summary>Changes a header of the real answer, and a byte of its body where told to.</summary>
    public void Lie(string request, string? header = null, string value = "", bool body = false) =>
        Add(
            request,
            int.MaxValue,
            async (context, registry) =>
            {
                var sent = await Body(context.Request);
                using var forwarded = await registry.Pass(context, sent);
                var bytes = await forwarded.Content.ReadAsByteArrayAsync();
                if (body)
                    bytes[^1] ^= 1;
                Copy(forwarded, context.Response);
                if (header is not null)
                    context.Response.Headers[header] = value;
                context.Response.ContentLength64 = bytes.Length;
                await context.Response.OutputStream.WriteAsync(bytes);
                context.Response.Close();
            }
        );

    // An answer that is aborted without this would be an empty one.
    private static void BreakOff(HttpListenerResponse response)
    {
        response.ContentLength64 = 1000;
        response.Abort();
    }

    private void Add(string request, int times, Func<HttpListenerContext, StrictRegistry, Task> answer)
    {
        lock (faults)
            faults.Add(new(new(request), times, answer));
    }

    private Fault? FaultOf(string line)
    {
        lock (faults)
        {
            var fault = faults.FirstOrDefault(each => each.Left > 0 && each.Request.IsMatch(line));
            if (fault is not null)
                fault.Left--;
            return fault;
        }
    }

    /// <summary>What to do with a request instead of passing it on.</summary>
    private sealed class Fault(Regex request, int times, Func<HttpListenerContext, StrictRegistry, Task> answer)
    {
        public Regex Request => request;
        public int Left { get; set; } = times;
        public Func<HttpListenerContext, StrictRegistry, Task> Answer => answer;
    }
}
