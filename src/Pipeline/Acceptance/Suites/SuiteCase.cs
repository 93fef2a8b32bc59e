namespace Pipeline.Acceptance.Suites;

/// <summary>A case of a suite, and how it ended.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Seconds">How long it took; 0 where the report does not say.</param>
/// <param name="Message">The first line of why it failed, was skipped or is flaky; null where nothing is said.</param>
internal sealed record SuiteCase(CaseId Id, CaseOutcome Outcome, double Seconds, string? Message = null);

/// <summary>What tells a case from others.</summary>
/// <param name="Suite">The test suite, such as a file.</param>
/// <param name="Host">Where it ran; for Playwright, the project.</param>
/// <param name="Group">The class or module.</param>
/// <param name="Name">Its name.</param>
internal sealed record CaseId(string Suite, string Host, string Group, string Name)
{
    /// <summary>The form that messages use.</summary>
    public override string ToString() => Group.Length == 0 ? Name : $"{Group}.{Name}";
}

/// <summary>How a case ended, from the best to the worst.</summary>
internal enum CaseOutcome
{
    /// <summary>It passed, at once.</summary>
    Passed,

    /// <summary>It was found, but not run.</summary>
    Skipped,

    /// <summary>It passed, but not at its first run.</summary>
    Flaky,

    /// <summary>It failed.</summary>
    Failed,
}
