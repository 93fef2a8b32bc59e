using System.Globalization;
using Pipeline.Catalog;

namespace Pipeline.Quality.Findings;

/// <summary>Applies a policy's exceptions to findings.</summary>
public static class FindingPolicy
{
    /// <summary>Excuses a finding that the policy allows, and notes an exception that has expired.</summary>
    /// <param name="finding">What was found.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="service">The name of the service with the finding.</param>
    /// <param name="today">The current day, in UTC.</param>
    public static Finding Apply(Finding finding, Policy policy, string service, DateOnly today)
    {
        var about = policy.Allowed.Where(each => each.IsAbout(service, finding.RuleId, finding.Package)).ToArray();
        // The exception that lasts longest decides.
        if (about.MaxBy(each => each.Until) is { } allowed)
            return allowed.Until >= today
                ? finding with
                {
                    Excuse = $"allowed until {Day(allowed)} by {allowed.Owner}: {allowed.Reason}",
                }
                : finding with
                {
                    Remark =
                        $"it was allowed until {Day(allowed)} by {allowed.Owner}, and fails again: fix it, or have its owner review the exception",
                };

        return policy.IgnoreUnfixed && finding is { Package: not null, FixedVersion: null }
            ? finding with
            {
                Excuse = "no fix is available yet",
            }
            : finding;
    }

    private static string Day(AllowedFinding allowed) =>
        allowed.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
