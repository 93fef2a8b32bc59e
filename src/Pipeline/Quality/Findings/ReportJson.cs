using System.Text.Json;
using Pipeline.Foundation.Failures;

namespace Pipeline.Quality.Findings;

/// <summary>Reads the JSON that tools report in.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    /// <summary>Reads a report; properties that are not asked for are passed over.</summary>
    /// <param name="tool">The tool's name, for the message.</param>
    /// <param name="report">The report; null where the tool wrote none.</param>
    /// <param name="isComplete">Tells the tool's report from other JSON.</param>
    /// <exception cref="StepFailedException">There is none, it is cut short, or it is something else: it is no proof of anything.</exception>
    public static T Read<T>(string tool, string? report, Func<T, bool> isComplete)
        where T : class
    {
        if (string.IsNullOrWhiteSpace(report))
            throw new StepFailedException($"{tool} wrote no report: see the log for what it said instead");
        try
        {
            return JsonSerializer.Deserialize<T>(report, Options) is { } read && isComplete(read)
                ? read
                : throw new StepFailedException($"the report of {tool} is not one of the form that is known here");
        }
        catch (JsonException broken)
        {
            throw new StepFailedException($"the report of {tool} cannot be read: {broken.Message}");
        }
    }

    /// <summary>Reads one JSON value after another.</summary>
    /// <inheritdoc cref="Read{T}"/>
    public static async Task<ImmutableArray<T>> ReadStream<T>(string tool, string report)
        where T : class
    {
        var values = ImmutableArray.CreateBuilder<T>();
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(report));
        try
        {
            await foreach (
                var value in JsonSerializer.DeserializeAsyncEnumerable<T>(stream, topLevelValues: true, Options)
            )
                values.Add(value ?? throw new JsonException("a value is null"));
        }
        catch (JsonException broken)
        {
            throw new StepFailedException($"the report of {tool} cannot be read: {broken.Message}");
        }

        return values.ToImmutable();
    }
}
