using System.Net;
using System.Net.Http.Headers;
using Pipeline.Execution;

namespace Pipeline.Tools.Locked;

/// <summary>Downloads files. What broke on the way is gone on with from where it broke; nothing else is tried twice.</summary>
/// <param name="schedule">How often, and after what pauses.</param>
/// <param name="patience">How long a server may be silent.</param>
/// <param name="tell">Is told what goes wrong on the way.</param>
internal sealed class ToolDownload(RetrySchedule schedule, TimeSpan patience, Action<string> tell) : IDisposable
{
    // Ten times the largest of today's tools: what never ends must not fill the disk.
    private const long Largest = 2L << 30;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly HttpClient http = new(
        new SocketsHttpHandler { ConnectTimeout = patience, Proxy = new LoopbackBypass(HttpClient.DefaultProxy) }
    )
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Downloads a file.</summary>
    /// <exception cref="ToolUnreachableException">The server could not be reached, or did not hold out.</exception>
    /// <exception cref="ToolException">The server does not have it.</exception>
    public async Task Save(Uri url, string file, CancellationToken cancellation)
    {
        EntityTagHeaderValue? version = null;
        await Retry(
            url,
            async () =>
            {
                await using var target = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
                target.Seek(0, SeekOrigin.End);
                // A server that does not say which version it gives out may have changed it meanwhile.
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
    /// <exception cref="ToolUnreachableException">The server could not be reached, or did not hold out.</exception>
    /// <exception cref="ToolException">The server does not have it.</exception>
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

    /// <summary>The address that an address leads to in the end, which nothing is downloaded from.</summary>
    /// <exception cref="ToolUnreachableException">The server could not be reached, or did not hold out.</exception>
    /// <exception cref="ToolException">The server does not have it.</exception>
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
        for (var number = 0; ; number++)
            try
            {
                return await attempt();
            }
            catch (BrokenDownloadException broken)
            {
                if (number + 1 >= schedule.Attempts)
                    throw new ToolUnreachableException(
                        $"{url} could not be downloaded in {schedule.Attempts} attempts: {broken.Message}"
                    );

                var pause = broken.RetryAfter ?? schedule.Pause(number, Random.Shared.NextDouble());
                if (pause > LongestWait)
                    throw new ToolUnreachableException(
                        $"{url} could not be downloaded: {broken.Message}, asks to come back in {pause}"
                    );

                tell(
                    $"{url}: {broken.Message}; attempt {number + 2} of {schedule.Attempts} in {pause.TotalSeconds:0.0} s"
                );
                await Task.Delay(pause, cancellation);
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
            throw IsPassing(answer.StatusCode)
                ? new BrokenDownloadException(what, WaitOf(answer.Headers.RetryAfter))
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
                    $"{answer.RequestMessage!.RequestUri} is larger than {Largest >> 30} GiB: that is no tool"
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
            throw new BrokenDownloadException($"the server was silent for {patience.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException failure) when (!IsPassing(failure))
        {
            throw new ToolUnreachableException(
                $"the server cannot be reached: {(failure.InnerException ?? failure).Message}"
            );
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new BrokenDownloadException($"the connection broke: {(failure.InnerException ?? failure).Message}");
        }
    }

    private static bool IsPassing(HttpStatusCode status) =>
        status
            is HttpStatusCode.RequestTimeout
                or HttpStatusCode.TooManyRequests
                or >= HttpStatusCode.InternalServerError;

    // A refused connection, an unknown host or a wrong certificate is there again a moment later.
    private static bool IsPassing(HttpRequestException failure) =>
        failure.HttpRequestError
            is not (
                HttpRequestError.ConnectionError
                or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError
            );

    private static TimeSpan? WaitOf(RetryConditionHeaderValue? header) =>
        header?.Delta
        ?? (header?.Date is { } date ? TimeSpan.FromTicks(Math.Max(0, (date - DateTimeOffset.UtcNow).Ticks)) : null);

    private sealed class BrokenDownloadException(string message, TimeSpan? retryAfter = null) : Exception(message)
    {
        public TimeSpan? RetryAfter => retryAfter;
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
