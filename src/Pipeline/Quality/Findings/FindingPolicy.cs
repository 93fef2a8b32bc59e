using System.Globalization;
using Pipeline.Catalog;

namespace Pipeline.Quality.Findings;

/// <summary>Holds findings against what somebody answers for.</summary>
public static class FindingPolicy
{
    /// <summary>Excuses a finding where the policy does, and says so where an exception has run out.</summary>
    /// <param name="finding">What was found.</param>
    /// <param name="policy">What has to hold.</param>
    /// <param name="service">The name of the service that it was found in.</param>
    /// <param name="today">The day, in UTC.</param>
    public static Finding Apply(Finding finding, Policy policy, string service, DateOnly today)
    {
        var about = policy.Allowed.Where(each => each.IsAbout(service, finding.RuleId, finding.Package)).ToArray();
        // The one that lasts longest decides.
        if (about.MaxBy(each => each.Until) is { } allowed)
            return allowed.Until >= today
                ? finding with
                {
                    Excuse = $"allowed until {Day(allowed)} by {allowed.Owner}: {allowed.Reason}",
                }
                : finding with
                {
                    Remark =
                        $"it was allowed until {Day(allowed)} by {allowed.Owner}, and fails again: mend it, or have its owner look at it anew",
                };

        return policy.IgnoreUnfixed && finding is { Package: not null, FixedVersion: null }
            ? finding with
            {
                Excuse = "nothing mends it yet",
            }
            : finding;
    }

    private static string Day(AllowedFinding allowed) =>
        allowed.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
