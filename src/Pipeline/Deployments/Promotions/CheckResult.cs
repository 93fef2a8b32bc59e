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

    /// <summary>The check failed, and a person let the change pass, with a reason.</summary>
    Overridden,
}

/// <summary>The result of a check.</summary>
/// <param name="State">Whether it passed.</param>
/// <param name="Detail">The details, as a sentence.</param>
public sealed record CheckResult(CheckState State, string Detail)
{
    /// <summary>The gate that was overridden, such as <c>freeze</c>; null for none.</summary>
    public string? Overridden { get; init; }

    /// <summary>The gates that were overridden, as in <c>freeze, budget</c>; null for none.</summary>
    internal static string? OverriddenIn(ImmutableArray<CheckResult> checks) =>
        string.Join(", ", checks.Select(check => check.Overridden).OfType<string>()) is { Length: > 0 } names
            ? names
            : null;
}
