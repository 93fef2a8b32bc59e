using System.Diagnostics;
using Pipeline.Catalog;

namespace Pipeline.Deployments.Health;

/// <summary>Asks an address for the health of a service.</summary>
/// <param name="address">The address.</param>
/// <param name="expected">What it must answer.</param>
/// <param name="pause">How long to wait from one question to the next.</param>
internal sealed class HealthProbe(Uri address, HealthyAnswer expected, TimeSpan pause) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // Where a redirection leads, something else may answer.
    private readonly HttpClient http = new(
        new SocketsHttpHandler { UseProxy = !address.IsLoopback, AllowAutoRedirect = false }
    )
    {
        Timeout = Longest,
    };

    /// <summary>Asks until enough answers in a row are as expected.</summary>
    /// <param name="patience">How long that may take; zero: each answer counts.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>What is wrong with the last answer, as the end of a sentence; null where nothing is.</returns>
    public async Task<string?> Ask(TimeSpan patience, CancellationToken cancellation)
    {
        var asked = Stopwatch.StartNew();
        for (var inRow = 0; ; )
        {
            var complaint = await Ask(cancellation);
            inRow = complaint is null ? inRow + 1 : 0;
            if (inRow == expected.Times)
                return null;
            if (complaint is not null && asked.Elapsed >= patience)
                return $"{complaint}{(patience > TimeSpan.Zero ? $", for {patience.TotalSeconds:0} s" : "")}";
            await Task.Delay(pause, cancellation);
        }
    }

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private async Task<string?> Ask(CancellationToken cancellation)
    {
        var asked = Stopwatch.StartNew();
        try
        {
            using var response = await http.GetAsync(address, cancellation);
            var body = expected.Body is null ? "" : await response.Content.ReadAsStringAsync(cancellation);
            var isExpected = expected.Status is { } status
                ? (int)response.StatusCode == status
                : response.IsSuccessStatusCode;
            return !isExpected ? $"answers {(int)response.StatusCode}"
                : expected.Latency is { } allowed && allowed < asked.Elapsed
                    ? $"answers after {asked.ElapsedMilliseconds} ms, and {allowed.TotalMilliseconds:0} ms are allowed"
                : expected.Body is { } text && !body.Contains(text, StringComparison.Ordinal)
                    ? $"answers without \"{text}\""
                : null;
        }
        catch (Exception silent) when (silent is HttpRequestException || !cancellation.IsCancellationRequested)
        {
            return "does not answer";
        }
    }
}
