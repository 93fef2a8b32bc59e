using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Execution.Steps;

namespace Pipeline.Execution.Recovery;

/// <summary>What a line of the journal tells.</summary>
internal enum JournalEvent
{
    /// <summary>A run has begun; the first line of a journal.</summary>
    Begun,

    /// <summary>The run goes on, after it had ended before it was done.</summary>
    Resumed,

    /// <summary>A step has started.</summary>
    Started,

    /// <summary>A step has come to its end.</summary>
    Ended,

    /// <summary>The run has ended by itself, whatever its result.</summary>
    Finished,
}

/// <summary>A line of the journal; which of its values are there depends on the event.</summary>
/// <param name="Event">What it tells.</param>
/// <param name="At">When that was.</param>
internal sealed record JournalLine(JournalEvent Event, DateTimeOffset At)
{
    private static ReadOnlySpan<byte> EndStart => """{"event":"Finished","""u8;

    /// <summary>What the run works on, and how: of <see cref="JournalEvent.Begun"/>.</summary>
    public JournalHeader? Run { get; init; }

    /// <summary>What differs from the commit: of <see cref="JournalEvent.Begun"/> and <see cref="JournalEvent.Resumed"/>.</summary>
    public IReadOnlyDictionary<string, string>? Changes { get; init; }

    /// <summary>The step's target.</summary>
    public string? Target { get; init; }

    /// <summary>The step's service.</summary>
    public string? Service { get; init; }

    /// <summary>How the step ended.</summary>
    public StepStatus? Status { get; init; }

    /// <summary>Why, where there is something to say.</summary>
    public string? Reason { get; init; }

    /// <summary>How long the step ran, in milliseconds.</summary>
    public long? DurationMs { get; init; }

    /// <summary>How often the step was tried; left out for once.</summary>
    public int? Attempts { get; init; }

    /// <summary>True for a line that tells that its run has ended by itself.</summary>
    public static bool TellsTheEnd(ReadOnlySpan<byte> line) => line.StartsWith(EndStart);

    /// <summary>The line, with its end.</summary>
    public byte[] ToBytes()
    {
        // Directly: for its converters the serializer would go by metadata, whose code each run would compile anew.
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
            JournalJson.Default.JournalLine.SerializeHandler!(json, this);
        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads a line; null where it is none.</summary>
    public static JournalLine? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, JournalJson.Default.JournalLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a journalled run works on, and how.</summary>
internal sealed record JournalHeader
{
    /// <summary>The version of the journal's shape that this code writes, and reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary><see cref="CurrentSchema"/> when the journal was written.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The full object name of the commit.</summary>
    public required string Commit { get; init; }

    /// <summary>Where it is delivered to.</summary>
    public required string Environment { get; init; }

    /// <summary>The targets that were asked for.</summary>
    public required ImmutableArray<string> Targets { get; init; }

    /// <summary>The targets that have steps, in their order.</summary>
    public required ImmutableArray<string> Steps { get; init; }

    /// <summary>The services that were selected.</summary>
    public required ImmutableArray<string> Services { get; init; }

    /// <summary>How many steps run at a time.</summary>
    public required int Parallel { get; init; }

    /// <summary>True where the first failure ends the run.</summary>
    public required bool FailFast { get; init; }

    /// <summary>How long a step may take, in minutes.</summary>
    public required double StepTimeout { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(JsonStringEnumConverter<JournalEvent>), typeof(JsonStringEnumConverter<StepStatus>)]
)]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class JournalJson : JsonSerializerContext;
