using Pipeline.Catalog;
using Pipeline.Deployments;
using Pipeline.Execution;
using Pipeline.Execution.Logs;
using Pipeline.Execution.Steps;
using Pipeline.Images;

namespace Pipeline.Build.Reporting.GitHub;

/// <summary>The summary of a run on the page of its workflow, as Markdown.</summary>
internal static class StepSummary
{
    /// <summary>GitHub's limit for one step, in bytes; it drops a longer summary entirely.</summary>
    public const long Most = 1024 * 1024;

    private const int LogLines = 30;

    /// <summary>The summary: services by targets, failures, skips, images, manifests.</summary>
    /// <param name="run">A run that has ended.</param>
    /// <param name="most">The available bytes.</param>
    public static string Of(PipelineRun run, long most = Most)
    {
        var options = run.Options;
        var isGood = run.Steps.All(step => step.Result.LetsContinue);
        var summary = new SummaryText(most);
        summary.Add(
            $"## {(isGood ? "✅" : "❌")} {Markdown.Text($"{options.Platform.Name} {options.Source.Tag} → {options.Environment.Name}")}\n\n"
        );
        summary.Add($"{Markdown.Text(StepText.Outcome(run))}\n\n");
        foreach (var part in Table(run).Concat(Failures(run)).Concat(Skips(run)).Concat(Images(run)).Concat(Bumps(run)))
            summary.Add(run.Redact(part));
        return summary.ToString();
    }

    private static IEnumerable<string> Table(PipelineRun run)
    {
        var targets = run.Planned.Select(step => step.Target).Distinct().ToArray();
        if (targets.Length == 0)
            yield break;

        var ends = run.Steps.ToDictionary(step => step.Key);
        yield return Markdown.Row(["service", .. targets.Select(Markdown.Text)]);
        yield return Markdown.Row(Enumerable.Repeat("---", targets.Length + 1));
        foreach (var service in run.Options.Selected)
            yield return Markdown.Row([
                Markdown.Text(service.Name),
                .. targets.Select(target => Cell(ends.GetValueOrDefault(new(target, service.Name)))),
            ]);
        yield return "\n✓ passed, = cached, ○ skipped, · blocked, ✗ failed\n\n";
    }

    private static string Cell(Step? step) =>
        step is null ? ""
        : step.Result.Status == StepStatus.Failed ? $"**✗ {StepText.Time(step.Duration)}**"
        : step.Result.Status == StepStatus.Blocked ? "·"
        : $"{StepText.Mark(step.Result.Status)} {StepText.Time(step.Duration)}";

    private static IEnumerable<string> Failures(PipelineRun run) =>
        Ended(run, StepStatus.Failed)
            .Select(step =>
                $"### ✗ {Markdown.Text($"{step.Key}")}\n\n{Markdown.Text(step.Result.Reason)}\n\n"
                + Markdown.Block(string.Join('\n', LogTail.Read(run.LogOf(step.Key), LogLines)), "text")
                + $"\nAgain: `{StepCommand.Of(step.Key, run.Options)}`\n\n"
            );

    private static IEnumerable<string> Skips(PipelineRun run) =>
        Headed(
            "### Skipped\n\n",
            "\n",
            Ended(run, StepStatus.Skipped)
                .Select(step => $"- {Markdown.Text($"{step.Key}")}: {Markdown.Text(step.Result.Reason)}\n")
        );

    private static IEnumerable<string> Images(PipelineRun run) =>
        Headed(
            $"### Images\n\n{Markdown.Row("service", "image", "digest")}{Markdown.Row("---", "---", "---")}",
            "\n",
            run.Handover.All<PushedImage>()
                .Select(image =>
                    Markdown.Row(
                        Markdown.Text(image.Step.Service),
                        $"`{image.Value.Reference with { Digest = null }}`",
                        $"`{image.Value.Reference.Digest}`"
                    )
                )
        );

    private static IEnumerable<string> Bumps(PipelineRun run) =>
        Headed(
            "### Manifests\n\n",
            "\n",
            run.Handover.All<ImageBump>()
                .Select(bump =>
                    $"{Markdown.Text($"{bump.Step.Service}: {bump.Value.File}")}"
                    + (
                        bump.Value.Commit is { } commit
                            ? $" in `{commit}`\n\n{Markdown.Block(bump.Value.Diff, "diff")}\n"
                            : " was there already\n\n"
                    )
                )
        );

    private static IEnumerable<Step> Ended(PipelineRun run, StepStatus status)
    {
        var ends = run.Steps.Where(step => step.Result.Status == status).ToDictionary(step => step.Key);
        return run.Planned.Where(ends.ContainsKey).Select(key => ends[key]);
    }

    private static IEnumerable<string> Headed(string head, string end, IEnumerable<string> parts)
    {
        var all = parts.ToArray();
        return all.Length == 0 ? [] : [head, .. all, end];
    }
}
