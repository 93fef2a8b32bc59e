using System.Text;
using System.Text.Json;
using Pipeline.Foundation.Failures;

namespace Pipeline.Quality.Findings;

/// <summary>Reads the JSON reports of tools.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNameCaseInsensitive = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Reads a report; unknown properties are ignored.</summary>
    /// <param name="tool">The tool's name, for the message.</param>
    /// <param name="report">The report; null where the tool wrote none.</param>
    /// <param name="isComplete">True for the tool's report, false for other JSON.</param>
    /// <exception cref="StepFailedException">
    /// The report is missing, truncated, or of another form: it proves nothing.
    /// </exception>
    public static T Read<T>(string tool, string? report, Func<T, bool> isComplete)
        where T : class
    {
        if (string.IsNullOrWhiteSpace(report))
            throw new StepFailedException($"{tool} wrote no report: see the log for its output");
        try
        {
            RefuseNullElements(report);
            return JsonSerializer.Deserialize<T>(report, Options) is { } read && isComplete(read)
                ? read
                : throw new StepFailedException($"the report of {tool} is of an unknown form");
        }
        catch (JsonException broken)
        {
            throw new StepFailedException($"the report of {tool} cannot be read: {broken.Message}");
        }
    }

    /// <summary>Reads a sequence of JSON values.</summary>
    /// <inheritdoc cref="Read{T}"/>
    public static async Task<ImmutableArray<T>> ReadStream<T>(string tool, string report)
        where T : class
    {
        var values = ImmutableArray.CreateBuilder<T>();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(report));
        try
        {
            RefuseNullElements(report);
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

    // The serializer respects nullable annotations of properties, and not those of elements.
    private static void RefuseNullElements(string report)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(report), new() { AllowMultipleValues = true });
        var open = new Stack<JsonTokenType>();
        while (reader.Read())
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    open.Push(reader.TokenType);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    open.Pop();
                    break;
                case JsonTokenType.Null when open.TryPeek(out var around) && around == JsonTokenType.StartArray:
                    throw new JsonException($"an element of a list is null, at byte {reader.TokenStartIndex}");
            }
    }
}
