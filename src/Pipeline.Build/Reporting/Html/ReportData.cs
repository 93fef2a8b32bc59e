using Nuke.Common.IO;
using Pipeline.Acceptance.LoadTests;
using Pipeline.Acceptance.Suites;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting.Html;

/// <summary>The data of a run's HTML report.</summary>
internal sealed record ReportData
{
    /// <summary>The platform's name.</summary>
    public required string Platform { get; init; }

    /// <summary>The full object name of the commit that was delivered.</summary>
    public required string Commit { get; init; }

    /// <summary>The branch that was checked out; null for a detached HEAD.</summary>
    public string? Branch { get; init; }

    /// <summary>Where it was delivered to.</summary>
    public required string Environment { get; init; }

    /// <summary><see cref="StepStatus.Passed"/> or <see cref="StepStatus.Failed"/>.</summary>
    public required StepStatus Result { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public required long DurationMs { get; init; }

    /// <summary>The steps; a key appears once.</summary>
    public required ImmutableArray<ReportStep> Steps { get; init; }

    /// <summary>The findings, in any order.</summary>
    public ImmutableArray<ReportFinding> Findings { get; init; } = [];

    /// <summary>The images in the registry.</summary>
    public ImmutableArray<ReportImage> Images { get; init; } = [];

    /// <summary>The edits of manifests.</summary>
    public ImmutableArray<ReportBump> Bumps { get; init; } = [];

    /// <summary>The end-to-end suites.</summary>
    public ImmutableArray<ReportSuite> Suites { get; init; } = [];

    /// <summary>The load tests.</summary>
    public ImmutableArray<LoadReport> Loads { get; init; } = [];

    /// <summary>The logs of the steps that have one.</summary>
    public ImmutableArray<ReportLog> Logs { get; init; } = [];

    /// <summary>The run to compare with; null where there was none.</summary>
    public PreviousRun? Previous { get; init; }
}

/// <summary>A step that has ended.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Status">How it ended.</param>
/// <param name="StartMs">When it began, in milliseconds from the beginning of the run.</param>
/// <param name="DurationMs">How long it ran, in milliseconds; 0 for a step that never started.</param>
internal sealed record ReportStep(StepKey Key, StepStatus Status, long StartMs, long DurationMs)
{
    /// <summary>Why it ended so, where there is something to say.</summary>
    public string? Reason { get; init; }

    /// <summary>The steps that it needed; those outside the run are ignored.</summary>
    public ImmutableArray<StepKey> Predecessors { get; init; } = [];

    /// <summary>The command that runs this step again; null where there is none to give.</summary>
    public string? Command { get; init; }
}

/// <summary>A finding of a tool.</summary>
/// <param name="Step">The step that found it.</param>
/// <param name="Tool">The tool's name.</param>
/// <param name="Rule">The tool's identifier: of a rule, a CVE, a linter's check.</param>
/// <param name="Severity">Its severity.</param>
/// <param name="Message">What is wrong, in the tool's words.</param>
/// <param name="Place">
/// Its place: <c>file:line:column</c> from the repository's root, or a package; null where it has none.
/// </param>
internal sealed record ReportFinding(
    StepKey Step,
    string Tool,
    string Rule,
    Severity Severity,
    string Message,
    string? Place = null
);

/// <summary>An image in the registry.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Reference">Its reference, without the digest: <c>registry/repository:tag</c>.</param>
/// <param name="Digest">The digest of its manifest.</param>
/// <param name="SizeBytes">The size of its layers as stored, in bytes; null where it is unknown.</param>
internal sealed record ReportImage(string Service, string Reference, string Digest, long? SizeBytes = null);

/// <summary>An edit of a manifest in the GitOps repository.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Environment">The environment that the manifest belongs to.</param>
/// <param name="File">The manifest, relative to the repository's root.</param>
/// <param name="Commit">The commit of the edit; null where nothing changed.</param>
/// <param name="Diff">The edit as a unified diff; empty where nothing changed.</param>
internal sealed record ReportBump(string Service, string Environment, string File, string? Commit, string Diff);

/// <summary>An end-to-end suite that ran.</summary>
/// <param name="Step">The step that ran it.</param>
/// <param name="Name">The service or platform that it belongs to.</param>
/// <param name="Runs">How often it ran.</param>
/// <param name="Trouble">Why its last run proves nothing; null where it does.</param>
/// <param name="Cases">Its cases, the worst first.</param>
/// <param name="Artifacts">The files that it left, as links relative to the report.</param>
internal sealed record ReportSuite(
    StepKey Step,
    string Name,
    int Runs,
    string? Trouble,
    ImmutableArray<ReportCase> Cases,
    ImmutableArray<string> Artifacts
);

/// <summary>A case of a suite.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="DurationMs">How long it took, in milliseconds; 0 where that is not known.</param>
/// <param name="Message">Why it did not pass at once; null where nothing is said.</param>
internal sealed record ReportCase(string Name, CaseOutcome Outcome, long DurationMs, string? Message);

/// <summary>The log of a step, read when the report is written.</summary>
/// <param name="Step">The step; a log of a step outside the run is ignored.</param>
/// <param name="File">The file, in UTF-8 as far as it is text.</param>
internal sealed record ReportLog(StepKey Step, AbsolutePath File);

/// <summary>An earlier run that a run is compared with.</summary>
/// <param name="Commit">The full object name of the commit that it delivered.</param>
/// <param name="Started">When it began.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Steps">Its steps.</param>
internal sealed record PreviousRun(
    string Commit,
    DateTimeOffset Started,
    long DurationMs,
    ImmutableArray<PreviousStep> Steps
);

/// <summary>A step of an earlier run.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Status">How it ended.</param>
/// <param name="DurationMs">How long it ran, in milliseconds.</param>
internal sealed record PreviousStep(StepKey Key, StepStatus Status, long DurationMs);
