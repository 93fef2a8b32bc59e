using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;

namespace Pipeline.Acceptance.Suites;

/// <summary>One run of a suite.</summary>
/// <param name="Cases">Its cases.</param>
/// <param name="Trouble">Why it proves nothing, beside cases that failed; null where it does.</param>
internal sealed record SuiteAttempt(ImmutableArray<SuiteCase> Cases, string? Trouble)
{
    /// <summary>Judges a run by its reports and the program's end.</summary>
    /// <param name="cases">The cases of its reports; null: it wrote none.</param>
    /// <param name="outcome">The program's end; null: it took longer than allowed.</param>
    public static SuiteAttempt Of(ImmutableArray<SuiteCase>? cases, CommandOutcome? outcome)
    {
        var found = cases ?? [];
        var counts = found.CountBy(one => one.Outcome).ToDictionary();
        var trouble =
            outcome is null ? "it took longer than its timeout, and was ended"
            : cases is null ? $"it wrote no report ({End(outcome)})"
            : found.IsEmpty ? $"its report has no case: nothing was tested ({End(outcome)})"
            : counts.GetValueOrDefault(CaseOutcome.Skipped) == found.Length
                ? $"all of its {found.Length} cases were skipped: nothing was tested"
            : outcome.Succeeded || counts.ContainsKey(CaseOutcome.Failed) ? null
            : $"no case failed, but {End(outcome)}";
        return new(found, trouble);
    }

    private static string End(CommandOutcome outcome) =>
        outcome.Output.Length + outcome.Error.Length == 0
            ? $"it ended with {outcome.ExitCode}, and said nothing"
            : $"it ended with {outcome.ExitCode}: {outcome.LastLine()}";
}
