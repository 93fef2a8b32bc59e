using System.Globalization;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting;

/// <summary>Words and symbols shared by all reports for people.</summary>
internal static class StepText
{
    /// <summary>The symbol for a status.</summary>
    public static string Mark(StepStatus status) =>
        status switch
        {
            StepStatus.Passed => "✓",
            StepStatus.Cached => "=",
            StepStatus.Skipped => "○",
            StepStatus.Blocked => "·",
            _ => "✗",
        };

    /// <summary>The word for a status.</summary>
    public static string Name(StepStatus status) => status.ToString().ToLowerInvariant();

    /// <summary>A reason on a single line: a quoted line break could pass for other output.</summary>
    public static string Reason(StepResult result) =>
        string.Join(' ', (result.Reason ?? "").Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A duration, rounded for people.</summary>
    public static string Time(TimeSpan duration) =>
        duration.TotalMinutes >= 1
            ? $"{(int)duration.TotalMinutes} m {duration.Seconds:00} s"
            : string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s");

    /// <summary>The text about a failed attempt.</summary>
    public static string Retry(int attempt, TimeSpan delay, string reason) =>
        $"attempt {attempt} failed: {Reason(StepResult.Failed(reason))}; the next one starts in {Time(delay)}";

    /// <summary>A path relative to the working directory.</summary>
    public static string Relative(AbsolutePath path) => Path.GetRelativePath(Directory.GetCurrentDirectory(), path);

    /// <summary>The outcome of the run, its duration, and the number of steps by status.</summary>
    public static string Outcome(PipelineRun run)
    {
        var steps = run.Steps;
        var outcome = steps.All(step => step.Result.LetsContinue) ? "Succeeded" : "Failed";
        var counts = Enum.GetValues<StepStatus>()
            .Select(status => $"{steps.Count(step => step.Result.Status == status)} {Name(status)}");
        return $"{outcome} in {Time(DateTimeOffset.UtcNow - run.Started)}: {string.Join(", ", counts)}{Untested(run)}";
    }

    // Part of the skipped ones.
    private static string Untested(PipelineRun run)
    {
        var accepted = run
            .Options.Selected.OfType<Service>()
            .Where(service => service.Untested is not null)
            .Select(service => service.Name)
            .ToHashSet();
        var untested = run.Steps.Count(step =>
            step is { Key.Target: "Test", Result.Status: StepStatus.Skipped } && accepted.Contains(step.Key.Service)
        );
        return untested == 0 ? "" : $"; {untested} without tests";
    }

    /// <summary>
    /// A line for each step that did not pass, by service; blocked steps of a service share one for each reason.
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
