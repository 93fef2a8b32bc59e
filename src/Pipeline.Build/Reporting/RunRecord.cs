using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Nuke.Common.IO;
using Pipeline.Acceptance.LoadTests;
using Pipeline.Acceptance.Suites;
using Pipeline.Deployments;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Processes;
using Pipeline.Images;

namespace Pipeline.Build.Reporting;

/// <summary>
/// The record of a run, <c>artifacts/run.json</c>; <c>docs/reference/run-record.md</c> describes the file.
/// </summary>
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

    [Description("The version of this format; it grows with incompatible changes.")]
    public int Schema { get; init; } = CurrentSchema;

    [Description("The full object name of the commit that was delivered.")]
    public required string Commit { get; init; }

    [Description("The environment that it was delivered to.")]
    public required string Environment { get; init; }

    [Description("`passed` where no step failed or was blocked, else `failed`.")]
    public required StepStatus Result { get; init; }

    [Description("When the run began, in UTC.")]
    public required DateTimeOffset Started { get; init; }

    [Description("How long it took, in milliseconds.")]
    public required long DurationMs { get; init; }

    [Description("By what the programs of services were confined, such as Landlock 7; absent where they were not.")]
    public string? Confinement { get; init; }

    [Description("The number of steps by status; every status is present.")]
    public required IReadOnlyDictionary<string, int> Counts { get; init; }

    [Description("The steps, in the order of their start.")]
    public required ImmutableArray<StepRecord> Steps { get; init; }

    [Description("The images that are in the registry after this run, whether it pushed them or found them there.")]
    public required ImmutableArray<ImageRecord> Images { get; init; }

    [Description("The references in the GitOps repository, whether it set them or found them there.")]
    public required ImmutableArray<BumpRecord> Bumps { get; init; }

    [Description("The end-to-end suites that ran.")]
    public ImmutableArray<SuiteRecord> Suites { get; init; } = [];

    [Description("The load tests that ran.")]
    public ImmutableArray<LoadRecord> Loads { get; init; } = [];

    /// <summary>The file's JSON Schema, with what its keys mean.</summary>
    public static JsonObject JsonSchema() => DescribedSchema.Of<RunRecord>(Json.Options);

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
            Suites =
            [
                .. run
                    .Handover.All<EndToEndReport>()
                    .SelectMany(step => step.Value.Suites)
                    .Select(suite => SuiteRecord.Of(suite, run.Redact)),
            ],
            Loads = [.. run.Handover.All<LoadReport>().Select(load => LoadRecord.Of(load.Value))],
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
internal sealed record StepRecord(
    [property: Description("The target's name.")] string Target,
    [property: Description("The service's name.")] string Service,
    [property: Description("How it ended.")] StepStatus Status,
    [property: Description("Why; always there for `skipped`, `blocked` and `failed`.")] string? Reason,
    [property: Description("How long it ran, in milliseconds.")] long DurationMs,
    [property: Description("The number of attempts; absent for one.")] int? Attempts = null
);

/// <summary>An image in the registry.</summary>
internal sealed record ImageRecord(
    [property: Description("The service's name.")] string Service,
    [property: Description("Its reference, REGISTRY/REPOSITORY:TAG@DIGEST.")] string Reference,
    [property: Description("The digest of its manifest.")] string Digest
);

/// <summary>An image reference in the GitOps repository.</summary>
internal sealed record BumpRecord(
    [property: Description("The service's name.")] string Service,
    [property: Description("The environment that the manifest belongs to.")] string Environment,
    [property: Description("The manifest, relative to the repository's root.")] string File,
    [property: Description("The commit that set it; absent where the reference was there already.")] string? Commit
);

/// <summary>Writes and reads records without reflection, which would cost more than the work itself.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(StatusConverter), typeof(OutcomeConverter)],
    GenerationMode = JsonSourceGenerationMode.Metadata,
    WriteIndented = true
)]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunRecordJson : JsonSerializerContext
{
    private sealed class StatusConverter() : JsonStringEnumConverter<StepStatus>(JsonNamingPolicy.CamelCase);

    private sealed class OutcomeConverter() : JsonStringEnumConverter<CaseOutcome>(JsonNamingPolicy.CamelCase);
}
