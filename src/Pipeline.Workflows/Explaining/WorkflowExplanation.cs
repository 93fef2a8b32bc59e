using System.Text;
using Pipeline.Workflows.Model;
using Pipeline.Workflows.Pins;

namespace Pipeline.Workflows.Explaining;

/// <summary>Explains what the jobs of a workflow run, what they wait for, and why each has its rights.</summary>
internal static class WorkflowExplanation
{
    /// <summary>The explanation for a person.</summary>
    /// <param name="workflows">A workflow, followed by those that it calls.</param>
    public static string Text(ImmutableArray<Workflow> workflows)
    {
        var text = new StringBuilder();
        foreach (var workflow in workflows)
        {
            text.Append(
                $"{workflow.Name} ({workflow.File}), started by {string.Join(", ", workflow.Triggers.Select(Start))}\n"
            );
            foreach (var line in workflow.Comment.Where(line => line.Length > 0).Skip(1))
                text.Append($"  {line}\n");
            foreach (var job in workflow.Jobs)
            {
                text.Append($"\n  {job.Id}{(job.Needs.IsEmpty ? "" : $", after {string.Join(" and ", job.Needs)}")}\n");
                foreach (var line in Lines(job))
                    text.Append($"    {line}\n");
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>The jobs as a Mermaid diagram in Markdown.</summary>
    /// <inheritdoc cref="Text"/>
    public static string Mermaid(ImmutableArray<Workflow> workflows)
    {
        var text = new StringBuilder("```mermaid\nflowchart LR\n");
        foreach (var (index, workflow) in workflows.Index())
        {
            if (index > 0)
                text.Append($"  subgraph {Node(workflow, workflow.File)}[\"{workflow.Name}\"]\n");
            foreach (var job in workflow.Jobs)
                text.Append(
                    $"  {Node(workflow, job.Id)}[\"{job.Id}{string.Concat(Runs(job).Select(run => $"<br/>{run}"))}\"]\n"
                );
            if (index > 0)
                text.Append("  end\n");
        }

        foreach (var workflow in workflows)
        foreach (var job in workflow.Jobs)
        {
            foreach (var needed in Nearest(job, workflow))
                text.Append($"  {Node(workflow, needed)} --> {Node(workflow, job.Id)}\n");
            if (
                workflows.FirstOrDefault(other =>
                    job.Call?.Workflow.EndsWith($"/{other.File}", StringComparison.Ordinal) == true
                ) is
                { } called
            )
                text.Append($"  {Node(workflow, job.Id)} -. calls .-> {Node(called, called.File)}\n");
        }

        return text.Append("```\n").ToString();
    }

    // Arrows that follow from others are left out.
    private static IEnumerable<string> Nearest(WorkflowJob job, Workflow workflow)
    {
        return job.Needs.Where(needed => !job.Needs.Any(other => Waits(other, needed)));

        bool Waits(string id, string needed) =>
            workflow.Jobs.First(one => one.Id == id).Needs.Any(before => before == needed || Waits(before, needed));
    }

    private static IEnumerable<string> Lines(WorkflowJob job)
    {
        if (job.Comment is { } comment)
            yield return comment;
        if (job.Call is { } call)
            yield return $"calls {Path.GetFileName(call.Workflow)}";
        foreach (var run in Runs(job))
            yield return $"runs {run}";
        foreach (var code in job.Code)
            yield return $"runs code, and has no rights but for it: {code}";
        if (job.Call is null && job.Code.IsEmpty)
            yield return "runs no code but the build's own";
        if (job.Matrix is not null)
            yield return "once for each of its matrix";
        if (job.If is { } condition)
            yield return $"if {condition}";
        if (job.Environment is { } environment)
            yield return $"guarded by the environment {environment}";
        foreach (var right in job.Permissions)
            yield return $"may {$"{right.Access}".ToLowerInvariant()} {right.Key}{(right.Reason is null ? ": checks the sources out" : $": {right.Reason}")}";
        foreach (var token in job.Steps.OfType<ActionStep>().Where(step => step.Action == UsedActions.CreateAppToken))
            yield return $"has a token{token.Name?["Token".Length..]}, to {string.Join(", ", token.Inputs.Where(IsRight).Select(right => $"{right.Value} {right.Name["permission-".Length..]}"))}: {token.Comment}";
        foreach (var secret in job.Steps.OfType<RunStep>().SelectMany(run => run.Variables).Where(IsSecret))
            yield return $"reads the secret {secret.Name}: {secret.Reason}";
    }

    // The targets that a command names.
    private static IEnumerable<string> Runs(WorkflowJob job) =>
        job
            .Steps.OfType<RunStep>()
            .Select(run => string.Join(' ', run.Command.Split(' ').Skip(1).TakeWhile(word => !word.StartsWith('-'))));

    private static string Start(Trigger trigger) =>
        trigger switch
        {
            PushTrigger push => $"a push to {string.Join(", ", push.Branches.Concat(push.Tags))}",
            PullRequestTrigger => "a pull request",
            MergeGroupTrigger => "the merge queue",
            ScheduleTrigger schedule => $"the clock ({schedule.Cron}, UTC)",
            DispatchTrigger => "a person",
            _ => "another workflow",
        };

    private static bool IsRight(NamedValue input) => input.Name.StartsWith("permission-", StringComparison.Ordinal);

    private static bool IsSecret(NamedValue variable) => variable.Value.Contains("secrets.", StringComparison.Ordinal);

    private static string Node(Workflow workflow, string name) =>
        string.Concat($"{workflow.File}_{name}".Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
}
