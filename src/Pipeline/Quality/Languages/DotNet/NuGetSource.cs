using System.Text.Json;
using Pipeline.Execution.Steps;

namespace Pipeline.Quality.Languages.DotNet;

/// <summary>A source of NuGet packages, which may serve advisories too.</summary>
/// <remarks>https://learn.microsoft.com/nuget/api/vulnerability-info</remarks>
internal static class NuGetSource
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>
    /// True where a source's index names its advisories; a folder and version 2 of the protocol have none.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="source">The address of the index, or a folder.</param>
    public static async Task<bool> ServesAdvisories(StepContext step, string source)
    {
        if (
            !Uri.TryCreate(source, UriKind.Absolute, out var index)
            || !index.Scheme.StartsWith("http", StringComparison.Ordinal)
        )
            return false;
        try
        {
            using var stream = await Client.GetStreamAsync(index, step.Cancellation);
            using var json = await JsonDocument.ParseAsync(stream, cancellationToken: step.Cancellation);
            return json
                .RootElement.GetProperty("resources")
                .EnumerateArray()
                .Any(resource => IsAdvisories(resource.GetProperty("@type")));
        }
        catch (Exception unknown)
            when (unknown
                    is HttpRequestException
                        or JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or OperationCanceledException
                && !step.Cancellation.IsCancellationRequested
            )
        {
            step.Log.Write($"whether {HostOf(source)} serves advisories is not known: {unknown.Message}");
            return false;
        }
    }

    /// <summary>A source in words. Its address may hold a user's name and password; it may also be a folder.</summary>
    public static string HostOf(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var address) && !address.IsFile ? address.Authority : source;

    private static bool IsAdvisories(JsonElement type) =>
        type.GetString()?.StartsWith("VulnerabilityInfo/", StringComparison.Ordinal) == true;
}
