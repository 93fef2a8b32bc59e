namespace Pipeline.Deployments.Promotions;

/// <summary>The outcome of a check before a promotion.</summary>
public enum CheckState
{
    /// <summary>The check passed.</summary>
    Passed,

    /// <summary>It could not be checked, and the catalog allows that.</summary>
    NotChecked,

    /// <summary>The check failed.</summary>
    Failed,
}

/// <summary>The result of a check.</summary>
/// <param name="State">Whether it passed.</param>
/// <param name="Detail">The details, as a sentence.</param>
public sealed record CheckResult(CheckState State, string Detail);
