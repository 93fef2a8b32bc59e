using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Nuke.Common.IO;
using Pipeline.Deployments;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Processes;
using Pipeline.Images;

namespace Pipeline.Build.Reporting;

/// <summary>The record of a run, <c>artifacts/run.json</c>; <c>docs/reference/run-record.md</c> describes the file.</summary>
internal sealed record RunRecord
{
    /// <summary>The version of the file's format; it grows with incompatible changes.</summary>
    public const int CurrentSchema = 1;

    private static readonly RunRecordJson Json = new(
        new JsonSerializerOptions(RunRecordJson.Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );

    /// <summary><see cref="CurrentSchema"/> when the file was written.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The full object name of the commit that was delivered.</summary>
    public required string Commit { get; init; }

    /// <summary>Where it was delivered to.</summary>
    public required string Environment { get; init; }

    /// <summary>
    /// <see cref="StepStatus.Passed"/> where no step failed or was blocked, else <see cref="StepStatus.Failed"/>.
    /// </summary>
    public required StepStatus Result { get; init; }

    /// <summary>When the run began, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required long DurationMs { get; init; }

    /// <summary>
    /// By what the programs of services were confined, such as <c>Landlock 7</c>; null where they were not.
    /// </summary>
    public string? Confinement { get; init; }

    /// <summary>How many steps ended in each way; every way is there.</summary>
    public required IReadOnlyDictionary<string, int> Counts { get; init; }

    /// <summary>The steps, in the order in which they began.</summary>
    public required ImmutableArray<StepRecord> Steps { get; init; }

    /// <summary>The images in the registry, by service.</summary>
    public required ImmutableArray<ImageRecord> Images { get; init; }

    /// <summary>The image references in the GitOps repository, by service.</summary>
    public required ImmutableArray<BumpRecord> Bumps { get; init; }

    /// <summary>The record of a run so far.</summary>
    public static RunRecord Of(PipelineRun run)
    {
        var steps = run.Steps;
        return new()
        {
            Commit = run.Options.Source.Commit,
            Environment = run.Options.Environment.Name,
            Result = steps.All(step => step.Result.LetsContinue) ? StepStatus.Passed : StepStatus.Failed,
            Started = run.Started,
            DurationMs = (long)(DateTimeOffset.UtcNow - run.Started).TotalMilliseconds,
            Confinement = Landlock.Obstacle is null ? $"Landlock {Landlock.Version}" : null,
            Counts = Enum.GetValues<StepStatus>()
                .ToDictionary(
                    status => JsonNamingPolicy.CamelCase.ConvertName($"{status}"),
                    status => steps.Count(step => step.Result.Status == status)
                ),
            Steps =
            [
                .. steps.Select(step => new StepRecord(
                    step.Key.Target,
                    step.Key.Service,
                    step.Result.Status,
                    step.Result.Reason,
                    (long)step.Duration.TotalMilliseconds,
                    step.Attempts > 1 ? step.Attempts : null
                )),
            ],
            Images =
            [
                .. run
                    .Handover.All<PushedImage>()
                    .Where(image => IsWritten(run, $"{image.Value.Reference}"))
                    .Select(image => new ImageRecord(
                        image.Step.Service,
                        $"{image.Value.Reference}",
                        image.Value.Reference.Digest!
                    )),
            ],
            Bumps =
            [
                .. run
                    .Handover.All<ImageBump>()
                    .Where(bump => IsWritten(run, bump.Value.File))
                    .Select(bump => new BumpRecord(
                        bump.Step.Service,
                        bump.Value.Environment,
                        bump.Value.File,
                        bump.Value.Commit
                    )),
            ],
        };
    }

    // Redacted, a reference would name another image.
    private static bool IsWritten(PipelineRun run, string name) => !run.Redaction.Finds(name);

    /// <summary>Reads a record; null where there is none of this version.</summary>
    public static RunRecord? Read(AbsolutePath file)
    {
        try
        {
            return
                JsonSerializer.Deserialize(File.ReadAllBytes(file), Json.RunRecord) is { Schema: CurrentSchema } record
                ? record
                : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the record, whole or not at all.</summary>
    public void Write(AbsolutePath file) =>
        AtomicFile.Write(file, JsonSerializer.Serialize(this, Json.RunRecord) + "\n");
}

/// <summary>A step that has ended.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Service">The service's name.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Reason">Why, where there is something to say.</param>
/// <param name="DurationMs">How long it ran, in milliseconds.</param>
/// <param name="Attempts">The number of attempts; null for one.</param>
internal sealed record StepRecord(
    string Target,
    string Service,
    StepStatus Status,
    string? Reason,
    long DurationMs,
    int? Attempts = null
);

/// <summary>An image in the registry.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Reference">Its reference: <c>registry/repository:tag@digest</c>.</param>
/// <param name="Digest">The digest of its manifest.</param>
internal sealed record ImageRecord(string Service, string Reference, string Digest);

/// <summary>An image reference in the GitOps repository.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Environment">The environment that the manifest belongs to.</param>
/// <param name="File">The manifest, relative to the repository's root.</param>
/// <param name="Commit">The commit that set it; null where it was already there.</param>
internal sealed record BumpRecord(string Service, string Environment, string File, string? Commit);

/// <summary>Writes and reads records without reflection, which would cost more than the work itself.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(StatusConverter)],
    GenerationMode = JsonSourceGenerationMode.Metadata,
    WriteIndented = true
)]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunRecordJson : JsonSerializerContext
{
    private sealed class StatusConverter() : JsonStringEnumConverter<StepStatus>(JsonNamingPolicy.CamelCase);
}
