namespace Pipeline.Build.Delivery;

/// <summary>The folders by which jobs of a workflow pass on what steps hand over.</summary>
internal static class JobFolders
{
    /// <summary>What the steps of a run hand over.</summary>
    public const string Handover = "artifacts/handover";

    /// <summary>What scanners found, as SARIF.</summary>
    public const string Reports = "artifacts/sarif";

    /// <summary>The rights that steps have used.</summary>
    public const string AuditLog = "artifacts/audit.jsonl";

    /// <summary>What end-to-end suites have left for people.</summary>
    public const string EndToEnd = "artifacts/end-to-end";

    /// <summary>The report of a run, which links to it.</summary>
    public const string Report = "artifacts/report";

    /// <summary>The record of a run.</summary>
    public const string Record = "artifacts/run.json";

    /// <summary>What earlier jobs handed over, of which nothing counts before the build has taken it over.</summary>
    public const string Arrivals = "artifacts/arrivals";
}
