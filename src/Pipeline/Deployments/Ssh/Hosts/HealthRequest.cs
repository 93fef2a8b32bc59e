using Pipeline.Catalog;
using Pipeline.Deployments.Ssh.Connections;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ssh.Hosts;

/// <summary>Asks a service for its health on its own host, through the connection to it.</summary>
internal static class HealthRequest
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks until it answers with 2xx.</summary>
    /// <param name="connection">The host.</param>
    /// <param name="program">How the service runs there.</param>
    /// <param name="patience">How long it may take; zero: it is asked once.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>Why it is not healthy, as a sentence; null where it is, or where it has no path for that.</returns>
    /// <exception cref="TransientException">The connection broke.</exception>
    public static async Task<string?> Ask(
        HostConnection connection,
        HostedProgram program,
        TimeSpan patience,
        CancellationToken cancellation
    )
    {
        if (program is not { Health: { } path, Port: { } port })
            return null;

        using var forwarded = connection.Forward("127.0.0.1", port);
        // Where a redirection leads, something else may answer.
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            Timeout = TimeSpan.FromSeconds(10),
        };
        var address = new Uri($"http://127.0.0.1:{forwarded.BoundPort}{path}");
        var deadline = DateTimeOffset.UtcNow + patience;
        while (true)
        {
            var answer = await Ask(http, address, cancellation);
            if (answer is null)
                return null;
            if (DateTimeOffset.UtcNow >= deadline)
                return $"{path} at port {port} {answer}{(patience > TimeSpan.Zero ? $", for {patience.TotalSeconds:0} s" : "")}";
            await Task.Delay(Pause, cancellation);
        }
    }

    private static async Task<string?> Ask(HttpClient http, Uri address, CancellationToken cancellation)
    {
        try
        {
            using var response = await http.GetAsync(address, cancellation);
            return response.IsSuccessStatusCode ? null : $"answers {(int)response.StatusCode}";
        }
        catch (Exception silent) when (silent is HttpRequestException || !cancellation.IsCancellationRequested)
        {
            return "does not answer";
        }
    }
}
