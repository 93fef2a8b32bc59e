using Pipeline.Execution.Steps;

namespace Pipeline.Acceptance.Suites;

/// <summary>The results of a suite, over all of its runs.</summary>
/// <param name="Suite">The service or platform that it belongs to.</param>
/// <param name="Cases">Its cases.</param>
/// <param name="Runs">How often it ran.</param>
/// <param name="Trouble">Why its last run proves nothing, beside cases that failed; null where it does.</param>
/// <param name="Artifacts">The files that were kept, relative to the folder of artifacts.</param>
internal sealed record SuiteReport(
    string Suite,
    ImmutableArray<SuiteCase> Cases,
    int Runs,
    string? Trouble,
    ImmutableArray<string> Artifacts
)
{
    /// <summary>True where cases passed and none failed.</summary>
    public bool Passed => Trouble is null && Cases.All(one => one.Outcome != CaseOutcome.Failed);

    /// <summary>The results of a suite that has not run yet.</summary>
    public static SuiteReport Begin(string suite) => new(suite, [], 0, null, []);

    /// <summary>
    /// The results with one more run. What passes only now is flaky, and so is all that passes after a run that proved
    /// nothing; a failed case passes by being run again, not by being left out.
    /// </summary>
    public SuiteReport With(SuiteAttempt attempt, IEnumerable<string> artifacts)
    {
        var cases = Cases.ToDictionary(one => one.Id);
        foreach (var now in attempt.Cases)
            cases[now.Id] = After(cases.GetValueOrDefault(now.Id), now);
        return new(Suite, [.. cases.Values], Runs + 1, attempt.Trouble, [.. Artifacts, .. artifacts]);
    }

    private SuiteCase After(SuiteCase? before, SuiteCase now) =>
        now.Outcome switch
        {
            CaseOutcome.Skipped when before is not null => before,
            CaseOutcome.Passed when Trouble is not null || before?.Outcome is CaseOutcome.Failed or CaseOutcome.Flaky =>
                now with
                {
                    Outcome = CaseOutcome.Flaky,
                    Message = before?.Message ?? Trouble,
                },
            _ => now,
        };
}

/// <summary>The results of the suites that a step ran.</summary>
/// <param name="Suites">The suites.</param>
internal sealed record EndToEndReport(ImmutableArray<SuiteReport> Suites) : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "EndToEndReport";
}
