using System.Text.RegularExpressions;

namespace Pipeline.Workflows.Model;

/// <summary>The rules for every workflow.</summary>
internal static partial class WorkflowRules
{
    /// <summary>Refuses a workflow that breaks a rule.</summary>
    /// <exception cref="WorkflowException">It breaks one; the message says where, and what to do.</exception>
    public static void Ensure(Workflow workflow)
    {
        var problems = Problems(workflow).ToArray();
        if (problems.Length > 0)
            throw new WorkflowException(string.Join('\n', problems.Select(problem => $"{workflow.File}: {problem}")));
    }

    private static IEnumerable<string> Problems(Workflow workflow)
    {
        if (!FileName().IsMatch(workflow.File))
            yield return $"\"{workflow.File}\" cannot be its file: use letters, digits, dots and dashes, and end in .yml";
        if (workflow.Jobs.IsEmpty)
            yield return "it has no job: name a target that has one";
        var isForAnyone = workflow.Triggers.Any(trigger => trigger is PullRequestTrigger);
        foreach (var (index, job) in workflow.Jobs.Index())
        foreach (
            var problem in Problems(job, isForAnyone, [.. workflow.Jobs.Take(index).Select(earlier => earlier.Id)])
        )
            yield return $"job \"{job.Id}\": {problem}";
    }

    private static IEnumerable<string> Problems(WorkflowJob job, bool isForAnyone, string[] earlier)
    {
        if (!Identifier().IsMatch(job.Id))
            yield return "an identifier has letters, digits, dashes and underscores, and begins with a letter";
        foreach (var needed in job.Needs.Where(needed => !earlier.Contains(needed)))
            yield return $"it needs \"{needed}\", which is not a job before it";
        if (earlier.Contains(job.Id))
            yield return "another job has the same identifier: rename one";
        if (job.Call is null && job.Minutes <= 0)
            yield return "it lacks a time limit: state its minutes";
        foreach (var right in job.Permissions.Where(right => right != Permission.Checkout && right.Reason is null))
            yield return $"the right \"{right.Key}\" lacks a reason: state why the job needs it";
        if (isForAnyone && job.Permissions.Any(right => right.Access == Access.Write))
            yield return "a pull request could use its write permission: move the target that needs it to another workflow";
        if (isForAnyone && job.Environment is not null)
            yield return "a pull request could use its environment: move the target that needs it to another workflow";
        if (job.If?.Contains("${{", StringComparison.Ordinal) == true)
            yield return "its condition is an expression without ${{ }}";
        foreach (var run in job.Steps.OfType<RunStep>())
        {
            if (run.Command.Contains("${{", StringComparison.Ordinal))
                yield return $"an expression in \"{run.Command}\" would be code for the shell: pass it as a variable";
            if (run.Command.Any(char.IsControl))
                yield return "a command is one line: put the rest into the build";
        }

        foreach (var action in job.Steps.OfType<ActionStep>())
            if (!Commit().IsMatch(action.Action.Commit))
                yield return $"{action.Action.Repository} is not pinned to a commit: give all 40 digits";
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*\.yml\z")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]*\z")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^[0-9a-f]{40}\z")]
    private static partial Regex Commit();
}
