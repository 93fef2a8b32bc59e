using System.Diagnostics;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Tracing;

namespace Pipeline.Execution;

/// <summary>
/// The spans of a run: its own, below it one for each target, and below that one for each step. Names and attributes
/// are those of OpenTelemetry's semantic conventions 1.44.0 for CI/CD; <c>pipeline.*</c> are our own.
/// </summary>
internal sealed class RunTrace
{
    private readonly Activity? run;
    private readonly Dictionary<string, Activity?> targets = [];
    private readonly Lock gate = new();

    /// <summary>Begins the span of a run.</summary>
    /// <param name="pipeline">The name of the pipeline.</param>
    public RunTrace(string pipeline)
    {
        run = Spans.Source.StartActivity(
            $"RUN {pipeline}",
            ActivityKind.Server,
            TraceParent.Read(Environment.GetEnvironmentVariable)
        );
        run?.SetTag("cicd.pipeline.action.name", "RUN");
    }

    /// <summary>Begins the span of a step, or of one step for several services; what it runs is below it.</summary>
    /// <param name="target">The target.</param>
    /// <param name="services">The services.</param>
    public StepSpan Begin(string target, ImmutableArray<string> services)
    {
        if (run is null || Target(target, run) is not { } above)
            return new(null);

        var name = services is [var only] ? $"{new StepKey(target, only)}" : target;
        var span = Spans.Source.StartActivity(name, ActivityKind.Internal, above.Context);
        span?.SetTag("cicd.pipeline.task.name", target);
        span?.SetTag("cicd.pipeline.task.run.id", span.SpanId.ToHexString());
        span?.SetTag("pipeline.services", services.ToArray());
        return new(span);
    }

    /// <summary>Ends all spans.</summary>
    /// <param name="steps">The steps that have ended.</param>
    /// <param name="isCancelled">True where a person or a signal ended the run.</param>
    public void End(ImmutableArray<Step> steps, bool isCancelled)
    {
        foreach (var (target, span) in targets)
            if (span is not null && steps.Where(step => step.Key.Target == target).ToArray() is { Length: > 0 } own)
            {
                span.SetEndTime(own.Max(step => step.Started + step.Duration).UtcDateTime);
                StepSpan.Tell(span, "cicd.pipeline.task.run.result", ResultOf(own));
                span.Dispose();
            }

        if (run is null)
            return;
        StepSpan.Tell(run, "cicd.pipeline.result", isCancelled ? "cancellation" : ResultOf(steps));
        run.Dispose();
    }

    private Activity? Target(string name, Activity above)
    {
        lock (gate)
        {
            if (targets.TryGetValue(name, out var begun))
                return begun;
            var span = Spans.Source.StartActivity(name, ActivityKind.Internal, above.Context);
            span?.SetTag("cicd.pipeline.task.name", name);
            return targets[name] = span;
        }
    }

    private static string ResultOf(IEnumerable<Step> steps) =>
        steps.All(step => step.Result.LetsContinue) ? "success" : StepSpan.Failure;
}
