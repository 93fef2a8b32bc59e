using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Pipeline.Foundation.Tracing;

namespace Pipeline.Build.Telemetry;

/// <summary>
/// Collects the spans of a run, and exports them by OTLP once it has ended. A receiver delays a run by
/// <see cref="Patience"/> at most, and never fails it.
/// </summary>
internal sealed class TraceExport : IDisposable
{
    private const int BatchSize = 512;

    // A receiver that does not answer must not keep a person waiting.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly OtlpSettings settings;
    private readonly ConcurrentQueue<Activity> ended = new();
    private readonly ActivityListener listener;

    private TraceExport(OtlpSettings settings)
    {
        this.settings = settings;
        listener = new()
        {
            // By name: it is asked while the source is being made.
            ShouldListenTo = source => source.Name == Spans.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> span) => Sampled(span.Parent),
            ActivityStopped = span =>
            {
                if (span.Recorded)
                    ended.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Begins to collect; null where no endpoint is configured.</summary>
    /// <param name="settings">The settings.</param>
    public static TraceExport? Begin(OtlpSettings settings) => settings.IsOn ? new(settings) : null;

    /// <summary>Exports what was collected.</summary>
    /// <param name="attributes">Those of the resource: what all spans have in common.</param>
    /// <returns>Why not all of it was taken, as a sentence; null where it was.</returns>
    public string? Export(IEnumerable<KeyValuePair<string, object>> attributes)
    {
        try
        {
            var options = settings.ToOptions();
            var export = Task.Run(() => Export(options, attributes));
            return Task.WaitAny([export], Patience) == 0 && export.GetAwaiter().GetResult()
                ? null
                : $"{options.Endpoint.Authority} did not take the trace of this run, which is dropped: see whether a receiver of OTLP over {(options.Protocol == OtlpExportProtocol.Grpc ? "gRPC" : "HTTP")} listens there";
        }
        catch (Exception refused) when (refused is UriFormatException or ArgumentException)
        {
            return $"the trace of this run is dropped, as the variables of OTLP are wrong: {refused.Message}";
        }
    }

    private bool Export(OtlpExporterOptions options, IEnumerable<KeyValuePair<string, object>> attributes)
    {
        using var exporter = new OtlpTraceExporter(options);
        // The exporter takes the resource from the provider that it belongs to.
        using var provider = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource =>
                resource.AddService("pipeline").AddAttributes(attributes).AddEnvironmentVariableDetector()
            )
            .AddProcessor(new SimpleActivityExportProcessor(exporter))
            .Build();
        return ended.Chunk(BatchSize).All(spans => exporter.Export(new(spans, spans.Length)) == ExportResult.Success);
    }

    /// <inheritdoc />
    public void Dispose() => listener.Dispose();

    // Who began the trace has decided whether it is kept.
    private static ActivitySamplingResult Sampled(ActivityContext parent) =>
        parent == default || parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
            ? ActivitySamplingResult.AllDataAndRecorded
            : ActivitySamplingResult.PropagationData;
}
