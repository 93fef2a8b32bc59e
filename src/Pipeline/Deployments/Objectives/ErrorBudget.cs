namespace Pipeline.Deployments.Objectives;

/// <summary>The arithmetic of error budgets, as in the SRE workbook, chapter 5; docs/explanation/error-budgets.md.</summary>
internal static class ErrorBudget
{
    // A sum of decimal fractions that is exactly spent may end a rounding below zero.
    private const double Rounding = 1e-9;

    /// <summary>How many times as fast as the budget allows it is spent: 1 spends all of it in the whole window.</summary>
    /// <param name="badShare">The share of bad events.</param>
    /// <param name="budget">The share that may be bad.</param>
    public static double BurnRate(double badShare, double budget) => badShare / budget;

    /// <summary>The share of the budget that is left; negative where more is spent than there was.</summary>
    /// <param name="badShare">The share of bad events in the whole window.</param>
    /// <param name="budget">The share that may be bad.</param>
    public static double Left(double badShare, double budget) =>
        1 - BurnRate(badShare, budget) is var left && Math.Abs(left) < Rounding ? 0 : left;
}
