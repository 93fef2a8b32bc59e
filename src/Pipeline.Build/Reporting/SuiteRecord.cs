using System.ComponentModel;
using Pipeline.Acceptance.Suites;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting;

/// <summary>An end-to-end suite that ran.</summary>
internal sealed record SuiteRecord(
    [property: Description("The service or platform that it belongs to.")] string Suite,
    [property: Description("`passed` where cases passed and none failed, else `failed`; flaky ones passed.")]
        StepStatus Result,
    [property: Description("How often it ran; more than once only where it failed before.")] int Runs,
    [property: Description("The number of cases that passed only when they were run again.")] int Flaky,
    [property: Description("Why its last run proves nothing, beside cases that failed; absent where it does.")]
        string? Trouble,
    [property: Description("Its cases, in the order of its reports.")] ImmutableArray<CaseRecord> Cases,
    [property: Description("The files that were kept, relative to the folder of artifacts.")]
        ImmutableArray<string> Artifacts
)
{
    /// <summary>The record of a suite's results.</summary>
    /// <param name="suite">The results.</param>
    /// <param name="redact">Redacts secrets in a text.</param>
    public static SuiteRecord Of(SuiteReport suite, Func<string, string> redact) =>
        new(
            suite.Suite,
            suite.Passed ? StepStatus.Passed : StepStatus.Failed,
            suite.Runs,
            suite.Cases.Count(one => one.Outcome == CaseOutcome.Flaky),
            suite.Trouble is { } trouble ? redact(trouble) : null,
            [
                .. suite.Cases.Select(one => new CaseRecord(
                    redact($"{one.Id}"),
                    one.Outcome,
                    one.Seconds,
                    one.Message is { } message ? redact(message) : null
                )),
            ],
            suite.Artifacts
        );
}

/// <summary>A case of a suite.</summary>
internal sealed record CaseRecord(
    [property: Description("Its name, with its class or module.")] string Name,
    [property: Description("How it ended.")] CaseOutcome Outcome,
    [property: Description("How long it took, in seconds; 0 where its report does not say.")] double Seconds,
    [property: Description("The first line of why it failed, was skipped or is flaky; absent where nothing is said.")]
        string? Message
);
