namespace Pipeline.Deployments.Promotions;

/// <summary>Whether something that has to hold before an image moves on does hold.</summary>
public enum CheckState
{
    /// <summary>It holds.</summary>
    Passed,

    /// <summary>Nobody could tell, and the catalog allows that.</summary>
    NotChecked,

    /// <summary>It does not hold.</summary>
    Failed,
}

/// <summary>What came of a check.</summary>
/// <param name="State">Whether it holds.</param>
/// <param name="Detail">What there is to say, as a sentence.</param>
public sealed record CheckResult(CheckState State, string Detail);
