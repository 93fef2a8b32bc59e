using System.Net;
using System.Net.Http.Headers;
using Pipeline.Foundation.Failures;

namespace Pipeline.Tools.Locked;

/// <summary>Downloads files. A broken transfer is resumed where it stopped; other failures are not retried.</summary>
/// <param name="schedule">How often, and after what delays, transfers are resumed.</param>
/// <param name="patience">How long a server may be silent.</param>
/// <param name="tell">Reports problems on the way.</param>
internal sealed class ToolDownload(RetrySchedule schedule, TimeSpan patience, Action<string> tell) : IDisposable
{
    // Ten times the largest of today's tools: an endless response must not fill the disk.
    private const long Largest = 2L << 30;

    private readonly HttpClient http = new(
        new SocketsHttpHandler { ConnectTimeout = patience, Proxy = new LoopbackBypass(HttpClient.DefaultProxy) }
    )
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Downloads a file.</summary>
    /// <exception cref="ToolUnreachableException">
    /// The server could not be reached, or the transfer kept breaking.
    /// </exception>
    /// <exception cref="ToolException">The server does not have the file.</exception>
    public async Task Save(Uri url, string file, CancellationToken cancellation)
    {
        EntityTagHeaderValue? version = null;
        await Retry(
            url,
            async () =>
            {
                await using var target = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
                target.Seek(0, SeekOrigin.End);
                // Without an entity tag, the file may have changed on the server meanwhile.
                if (version is null)
                    target.SetLength(0);
                using var request = new HttpRequestMessage(HttpMethod.Get, url);
                if (target.Length > 0)
                {
                    request.Headers.Range = new(target.Length, null);
                    request.Headers.IfRange = new(version!);
                }

                using var answer = await Ask(request, cancellation);
                version = answer.Headers.ETag is { IsWeak: false } tag ? tag : null;
                if (answer.StatusCode != HttpStatusCode.PartialContent)
                    target.SetLength(0);
                await Copy(answer, target, cancellation);
                return file;
            },
            cancellation
        );
    }

    /// <summary>Downloads a short text.</summary>
    /// <exception cref="ToolUnreachableException">
    /// The server could not be reached, or the transfer kept breaking.
    /// </exception>
    /// <exception cref="ToolException">The server does not have the file.</exception>
    public Task<string> Read(Uri url, CancellationToken cancellation) =>
        Retry(
            url,
            async () =>
            {
                using var answer = await Ask(new(HttpMethod.Get, url), cancellation);
                using var content = new MemoryStream();
                await Copy(answer, content, cancellation);
                return System.Text.Encoding.UTF8.GetString(content.ToArray());
            },
            cancellation
        );

    /// <summary>The address that an address redirects to; its content is not downloaded.</summary>
    /// <exception cref="ToolUnreachableException">
    /// The server could not be reached, or the transfer kept breaking.
    /// </exception>
    /// <exception cref="ToolException">The server does not have the file.</exception>
    public Task<Uri> Follow(Uri url, CancellationToken cancellation) =>
        Retry(
            url,
            async () =>
            {
                using var answer = await Ask(new(HttpMethod.Head, url), cancellation);
                return answer.RequestMessage!.RequestUri!;
            },
            cancellation
        );

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private async Task<T> Retry<T>(Uri url, Func<Task<T>> attempt, CancellationToken cancellation)
    {
        try
        {
            return await schedule.Run(
                _ => attempt(),
                failure => failure is TransientException,
                lost =>
                    tell(
                        $"{url}: {lost.Failure.Message}; attempt {lost.Number + 1} of {schedule.Attempts} in {lost.Pause.TotalSeconds:0.0} s"
                    ),
                cancellation
            );
        }
        catch (TransientException broken)
        {
            throw new ToolUnreachableException(
                schedule.AsksForTooLong(broken)
                    ? $"{url} could not be downloaded: {broken.Message}, and asks to retry in {broken.RetryAfter}"
                    : $"{url} could not be downloaded in {schedule.Attempts} attempts: {broken.Message}"
            );
        }
    }

    private async Task<HttpResponseMessage> Ask(HttpRequestMessage request, CancellationToken cancellation)
    {
        var answer = await Wait(
            silence => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence),
            cancellation
        );
        if (answer.IsSuccessStatusCode)
            return answer;

        using (answer)
        {
            var what = $"the server answered {(int)answer.StatusCode} {answer.ReasonPhrase}";
            throw FailureClassification.KindOf(answer.StatusCode) == FailureKind.Transient
                ? new TransientException(what, FailureClassification.RetryAfter(answer))
                : new ToolException($"{request.RequestUri} cannot be downloaded: {what}");
        }
    }

    private async Task Copy(HttpResponseMessage answer, Stream target, CancellationToken cancellation)
    {
        await using var content = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[128 * 1024];
        while (await Wait(silence => content.ReadAsync(buffer, silence).AsTask(), cancellation) is > 0 and var read)
        {
            if (target.Length + read > Largest)
                throw new ToolException(
                    $"{answer.RequestMessage!.RequestUri} is larger than {Largest >> 30} GiB, more than any tool"
                );
            await target.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
    }

    private async Task<T> Wait<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(patience);
        try
        {
            return await work(silence.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TransientException($"the server was silent for {patience.TotalSeconds:0.#} s");
        }
        catch (Exception failure) when (FailureClassification.KindOf(failure) == FailureKind.Transient)
        {
            throw new TransientException($"the connection broke: {(failure.InnerException ?? failure).Message}");
        }
        // A refused connection, an unknown host or a wrong certificate does not pass within moments.
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new ToolUnreachableException(
                $"the server cannot be reached: {(failure.InnerException ?? failure).Message}"
            );
        }
    }

    private sealed class LoopbackBypass(IWebProxy proxy) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => proxy.Credentials;
            set => proxy.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => proxy.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
    }
}
