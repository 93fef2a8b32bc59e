using System.Text.RegularExpressions;
using Pipeline.Adoption.Workflows;
using Pipeline.Catalog;
using Pipeline.Quality.Findings;

namespace Pipeline.Adoption.Review;

/// <summary>Finds pushes to Git that lose races, and loops that hide it.</summary>
internal static partial class PushRules
{
    private static readonly ReviewRule LostRace = new(
        WorkflowReview.Tool,
        "push-race",
        Severity.High,
        "Bump writes all services of a run in one commit, and on a lost race plans it again on the new tip, some times"
    );

    private static readonly ReviewRule GreenRetry = new(
        WorkflowReview.Tool,
        "retry-ends-green",
        Severity.High,
        "a step of Pipeline that was retried in vain ends as failed"
    );

    /// <summary>The findings in a workflow.</summary>
    public static IEnumerable<Finding> Check(ExistingWorkflow workflow) =>
        workflow.Jobs.SelectMany(job => job.Steps.SelectMany(Check));

    private static IEnumerable<Finding> Check(ExistingStep step)
    {
        var commands = step.Commands;
        foreach (var (push, at) in commands.Select((command, at) => (command, at)).Where(each => IsPush(each.command)))
            if (LoopAround(commands, at) is { } loop)
            {
                if (EndsGreen(commands, at, loop))
                    yield return GreenRetry.At(
                        step.Job.Workflow.Path,
                        loop.Begin.Line,
                        "nothing after the loop fails where its last attempt failed too: the job is green, and nothing was pushed"
                    );
            }
            else if (!step.Job.HasConcurrency && IsOfCommit(step))
                yield return LostRace.At(
                    step.Job.Workflow.Path,
                    push.Line,
                    $"\"{push.Text}\" is refused where another run has pushed meanwhile, and no \"concurrency\" keeps runs apart: one of them delivers nothing"
                );
    }

    private static bool IsPush(ScriptCommand command) => Push().IsMatch(command.Program);

    // A tag, or a branch of its own, is nobody else's.
    private static bool IsOfCommit(ExistingStep step) =>
        step.Job.Commands.Any(each => Commit().IsMatch(each.Command.Program))
        && !step.Job.Commands.Any(each => NewBranch().IsMatch(each.Command.Program));

    private static Loop? LoopAround(ImmutableArray<ScriptCommand> commands, int at)
    {
        var begin = commands[..(at + 1)].LastOrDefault(command => LoopStart().IsMatch(command.Text));
        var end = commands.Skip(at).ToList().FindIndex(command => LoopEnd().IsMatch(command.Text));
        return
            begin is not null
            && end >= 0
            && !commands[..at].Any(command => LoopEnd().IsMatch(command.Text) && command.Line > begin.Line)
            ? new(begin, at + end)
            : null;
    }

    private static bool EndsGreen(ImmutableArray<ScriptCommand> commands, int push, Loop loop) =>
        loop.Begin.Text.TrimStart().StartsWith("for", StringComparison.Ordinal)
        && commands[push..loop.End].Any(command => command.Program.StartsWith("break", StringComparison.Ordinal))
        && !commands[(loop.End + 1)..].Any()
        && !commands[..loop.End].Any(command => command.Fails);

    private sealed record Loop(ScriptCommand Begin, int End);

    [GeneratedRegex(@"^git\s+(-C\s+\S+\s+)?push\b(?!.*(--tags|--dry-run|refs/tags))", RegexOptions.ExplicitCapture)]
    private static partial Regex Push();

    [GeneratedRegex(@"^git\s+(-C\s+\S+\s+)?commit\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Commit();

    [GeneratedRegex(
        @"^git\s+(-C\s+\S+\s+)?(checkout\s+-[bB]|switch\s+(-c|-C|--create))\b",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex NewBranch();

    [GeneratedRegex(@"^\s*(for|while|until)\s")]
    private static partial Regex LoopStart();

    [GeneratedRegex(@"^\s*done\b")]
    private static partial Regex LoopEnd();
}
