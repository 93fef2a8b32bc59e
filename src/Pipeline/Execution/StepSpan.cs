using System.Diagnostics;
using Pipeline.Execution.Steps;

namespace Pipeline.Execution;

/// <summary>The span of a step; it ends when this is disposed.</summary>
/// <param name="span">The span; null where nobody listens.</param>
internal sealed class StepSpan(Activity? span) : IDisposable
{
    /// <summary>The result of what has failed.</summary>
    public const string Failure = "failure";

    /// <summary>Takes the end of the step, or of one of its services: the worst is the result.</summary>
    /// <param name="step">The step, its reason without secrets.</param>
    public void Take(Step step)
    {
        if (span is null || span.Status == ActivityStatusCode.Error)
            return;
        Tell(span, "cicd.pipeline.task.run.result", ResultOf(step.Result.Status), step.Result.Reason);
        span.SetTag("pipeline.cached", step.Result.Status == StepStatus.Cached);
        span.SetTag("pipeline.attempts", step.Attempts);
    }

    /// <inheritdoc />
    public void Dispose() => span?.Dispose();

    /// <summary>Sets the result of a span, and its status where it failed.</summary>
    /// <param name="span">The span.</param>
    /// <param name="attribute">The attribute that has the result.</param>
    /// <param name="result">The result, a word of the conventions.</param>
    /// <param name="reason">Why; without secrets.</param>
    public static void Tell(Activity span, string attribute, string result, string? reason = null)
    {
        span.SetTag(attribute, result);
        if (result != Failure)
            return;
        span.SetTag("error.type", Failure);
        span.SetStatus(ActivityStatusCode.Error, reason);
    }

    private static string ResultOf(StepStatus status) =>
        status switch
        {
            StepStatus.Passed or StepStatus.Cached => "success",
            StepStatus.Skipped => "skip",
            _ => Failure,
        };
}
