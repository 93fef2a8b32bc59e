using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;

namespace Pipeline.Reporting;

/// <summary>Tells in plain lines what happens in a run; a terminal gets colours.</summary>
/// <param name="output">Where the lines go.</param>
/// <param name="colors">True where the output understands ANSI escapes.</param>
public sealed class ConsoleReport(TextWriter output, bool colors) : IRunObserver
{
    private const int LogLines = 15;

    private readonly Lock gate = new();

    /// <summary>Reports to standard output, in colours on a terminal that has not asked to be spared them (no-color.org).</summary>
    public static ConsoleReport Standard() =>
        new(
            Console.Out,
            !Console.IsOutputRedirected && string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("NO_COLOR"))
        );

    /// <summary>What is going to happen.</summary>
    public void RunStarts(RunOptions options)
    {
        var source = options.Source;
        output.WriteLine(
            $"{options.Platform.Name} {source.Tag} on {source.Branch ?? "a detached HEAD"} → {options.Environment.Name}"
        );
        if (!options.Services.IsEmpty)
            output.WriteLine($"services: {string.Join(", ", options.Services.Select(service => service.Name))}");
        foreach (var service in options.Services)
            if (source.ChangesOf(options.Platform, service) is { IsEmpty: false } changes)
                output.WriteLine(
                    $"{service.Name} has uncommitted changes ({Few(changes)}): it is checked, but not pushed"
                );
        output.WriteLine();
    }

    /// <inheritdoc />
    public void StepEnded(Step step, AbsolutePath? log)
    {
        lock (gate)
        {
            var time = step.Result.Status == StepStatus.Blocked ? "" : Time(step.Duration);
            output.WriteLine(
                $"{Mark(step.Result.Status)} {step.Key.Target, -8} {step.Key.Service, -14} {time, 8}  {step.Result.Reason}".TrimEnd()
            );
            if (step.Result.Status == StepStatus.Failed && log is not null)
                ShowEnd(step.Key, log);
        }
    }

    /// <summary>What came of it: services by targets, then what did not pass.</summary>
    public void RunEnded(PipelineRun run)
    {
        var steps = run.Steps;
        if (steps.IsEmpty)
            return;

        lock (gate)
        {
            WriteTable(run.Options.Services, steps);
            WriteWhatDidNotPass(steps);
            var outcome = steps.All(step => step.Result.LetsContinue) ? "Succeeded" : "Failed";
            var counts = Enum.GetValues<StepStatus>()
                .Select(status => $"{steps.Count(step => step.Result.Status == status)} {Name(status)}");
            output.WriteLine($"{outcome} in {Time(DateTimeOffset.UtcNow - run.Started)}: {string.Join(", ", counts)}");
            output.WriteLine($"report: {Relative(run.Options.Artifacts / "report" / "index.html")}");
        }
    }

    private void WriteTable(ImmutableArray<Service> services, ImmutableArray<Step> steps)
    {
        var targets = steps.Select(step => step.Key.Target).Distinct().ToArray();
        var ends = steps.ToDictionary(step => step.Key);
        output.WriteLine();
        output.WriteLine($"{"", -16}{string.Concat(targets.Select(target => $"{target, -10}"))}".TrimEnd());
        foreach (var service in services)
        {
            var cells = targets.Select(target => Cell(ends.GetValueOrDefault(new(target, service.Name))));
            output.WriteLine($"{service.Name, -16}{string.Concat(cells)}".TrimEnd());
        }

        output.WriteLine();
    }

    private void WriteWhatDidNotPass(ImmutableArray<Step> steps)
    {
        var rest = steps.Where(step => step.Result.Status is not (StepStatus.Passed or StepStatus.Cached)).ToArray();
        foreach (var (key, result) in rest.Select(step => (step.Key, step.Result)))
            output.WriteLine(
                $"{Mark(result.Status)} {key.Service} {key.Target} {Name(result.Status)}: {result.Reason}"
            );
        if (rest.Length > 0)
            output.WriteLine();
    }

    private void ShowEnd(StepKey key, AbsolutePath log)
    {
        foreach (var line in LogTail.Read(log, LogLines))
            output.WriteLine($"    │ {line}");
        output.WriteLine($"    log: {Relative(log)}");
        output.WriteLine($"    again: ./build.sh {key.Target} --service {key.Service}");
    }

    // Escapes have no width: pad first, then colour.
    private string Cell(Step? step) =>
        step is null ? $"{"", -10}" : Color(step.Result.Status, $"{Name(step.Result.Status), -10}");

    private string Mark(StepStatus status) =>
        Color(
            status,
            status switch
            {
                StepStatus.Passed => "✓",
                StepStatus.Cached => "=",
                StepStatus.Skipped => "○",
                StepStatus.Blocked => "·",
                _ => "✗",
            }
        );

    private string Color(StepStatus status, string text) =>
        !colors
            ? text
            : status switch
            {
                StepStatus.Passed or StepStatus.Cached => $"\e[32m{text}\e[0m",
                StepStatus.Failed => $"\e[31m{text}\e[0m",
                _ => $"\e[33m{text}\e[0m",
            };

    private static string Relative(AbsolutePath path) => Path.GetRelativePath(Directory.GetCurrentDirectory(), path);

    private static string Name(StepStatus status) => status.ToString().ToLowerInvariant();

    private static string Time(TimeSpan duration) =>
        duration.TotalMinutes >= 1
            ? $"{(int)duration.TotalMinutes} m {duration.Seconds:00} s"
            : $"{duration.TotalSeconds:0.0} s";

    private static string Few(ImmutableArray<string> files) =>
        files.Length == 1 ? files[0] : $"{files[0]} and {files.Length - 1} more";
}
