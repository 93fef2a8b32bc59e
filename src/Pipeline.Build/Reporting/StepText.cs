using System.Globalization;
using Nuke.Common.IO;
using Pipeline.Execution;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting;

/// <summary>The words and signs that reports for people share.</summary>
internal static class StepText
{
    /// <summary>The sign that stands for an end.</summary>
    public static string Mark(StepStatus status) =>
        status switch
        {
            StepStatus.Passed => "✓",
            StepStatus.Cached => "=",
            StepStatus.Skipped => "○",
            StepStatus.Blocked => "·",
            _ => "✗",
        };

    /// <summary>The word for an end.</summary>
    public static string Name(StepStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>A reason as a part of a line, whatever it quotes: a line of its own could be read as something else.</summary>
    public static string Reason(StepResult result) =>
        string.Join(' ', (result.Reason ?? "").Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A length of time, as exact as it is of use.</summary>
    public static string Time(TimeSpan duration) =>
        duration.TotalMinutes >= 1
            ? $"{(int)duration.TotalMinutes} m {duration.Seconds:00} s"
            : string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s");

    /// <summary>What is said of an attempt that was lost.</summary>
    public static string Retry(int attempt, TimeSpan delay, string reason) =>
        $"attempt {attempt} was lost: {Reason(StepResult.Failed(reason))}; the next begins in {Time(delay)}";

    /// <summary>A path as it is typed where the build runs.</summary>
    public static string Relative(AbsolutePath path) => Path.GetRelativePath(Directory.GetCurrentDirectory(), path);

    /// <summary>How the run came out, how long it took, and how many steps ended in which way.</summary>
    public static string Outcome(PipelineRun run)
    {
        var steps = run.Steps;
        var outcome = steps.All(step => step.Result.LetsContinue) ? "Succeeded" : "Failed";
        var counts = Enum.GetValues<StepStatus>()
            .Select(status => $"{steps.Count(step => step.Result.Status == status)} {Name(status)}");
        return $"{outcome} in {Time(DateTimeOffset.UtcNow - run.Started)}: {string.Join(", ", counts)}";
    }

    /// <summary>
    /// A line for each step that did not pass, services in their order; the blocked steps of a service share one for each reason.
    /// </summary>
    public static IEnumerable<(StepStatus Status, string Text)> NotPassed(PipelineRun run)
    {
        var ends = run.Steps.ToDictionary(step => step.Key);
        return run
            .Planned.Where(ends.ContainsKey)
            .Select(key => ends[key])
            .Where(step => step.Result.Status is not (StepStatus.Passed or StepStatus.Cached))
            .GroupBy(step => step.Key.Service)
            .OrderBy(service => service.Key, OrderOf(run))
            .SelectMany(service =>
                service
                    .GroupBy(step => step.Result.Status == StepStatus.Blocked ? step.Result.Reason : $"{step.Key}")
                    .Select(same =>
                        (same.First().Result, Targets: string.Join(' ', same.Select(step => step.Key.Target)))
                    )
                    .Select(same =>
                        (
                            same.Result.Status,
                            $"{service.Key} {same.Targets} {Name(same.Result.Status)}: {Reason(same.Result)}"
                        )
                    )
            );
    }

    private static Comparer<string> OrderOf(PipelineRun run)
    {
        var places = run
            .Options.Selected.Select((service, place) => (service.Name, place))
            .ToDictionary(service => service.Name, service => service.place);
        return Comparer<string>.Create((one, other) => places[one].CompareTo(places[other]));
    }
}
