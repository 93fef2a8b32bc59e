using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Execution.Steps;

namespace Pipeline.Execution.Recovery;

/// <summary>The event in a line of the journal.</summary>
internal enum JournalEvent
{
    /// <summary>A run has begun; the first line of a journal.</summary>
    Begun,

    /// <summary>The run was resumed.</summary>
    Resumed,

    /// <summary>A step has started.</summary>
    Started,

    /// <summary>A step has ended.</summary>
    Ended,

    /// <summary>The run has ended by itself, whatever its result.</summary>
    Finished,
}

/// <summary>A line of the journal; the event decides which values it has.</summary>
/// <param name="Event">The event.</param>
/// <param name="At">When that was.</param>
internal sealed record JournalLine(JournalEvent Event, DateTimeOffset At)
{
    private static ReadOnlySpan<byte> EndStart => """{"event":"Finished","""u8;

    /// <summary>What the run works on, and how: of <see cref="JournalEvent.Begun"/>.</summary>
    public JournalHeader? Run { get; init; }

    /// <summary>
    /// The uncommitted changes: of <see cref="JournalEvent.Begun"/> and <see cref="JournalEvent.Resumed"/>.
    /// </summary>
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

    /// <summary>The number of attempts; omitted for one.</summary>
    public int? Attempts { get; init; }

    /// <summary>True for the line of a run that has ended by itself.</summary>
    public static bool TellsTheEnd(ReadOnlySpan<byte> line) => line.StartsWith(EndStart);

    /// <summary>The line, with its end.</summary>
    public byte[] ToBytes()
    {
        // Written by hand: the serializer's converters use metadata, whose code each run would compile again.
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
            JournalJson.Default.JournalLine.SerializeHandler!(json, this);
        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Parses a line; null where it is not one.</summary>
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

/// <summary>The header of a journal: what the run works on, and how.</summary>
internal sealed record JournalHeader
{
    /// <summary>The version of the journal's format that this code reads and writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary><see cref="CurrentSchema"/> when the journal was written.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The full object name of the commit.</summary>
    public required string Commit { get; init; }

    /// <summary>The environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The invoked targets.</summary>
    public required ImmutableArray<string> Targets { get; init; }

    /// <summary>The targets that have steps, in their order.</summary>
    public required ImmutableArray<string> Steps { get; init; }

    /// <summary>The services that were selected.</summary>
    public required ImmutableArray<string> Services { get; init; }

    /// <summary>How many steps run at a time.</summary>
    public required int Parallel { get; init; }

    /// <summary>True to end the run at the first failure.</summary>
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
