using System.Text;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Files;

namespace Pipeline.Quality.Findings;

/// <summary>A package that a later version mends.</summary>
/// <param name="Package">Its name.</param>
/// <param name="Installed">The version that is there.</param>
/// <param name="Target">The earliest version that is known to mend all that is mended.</param>
/// <param name="Severity">The worst of what it mends.</param>
/// <param name="Mends">What it mends.</param>
/// <param name="Unmended">How many findings no version mends yet.</param>
public sealed record Upgrade(
    string Package,
    string Installed,
    string Target,
    Severity Severity,
    ImmutableArray<string> Mends,
    int Unmended
);

/// <summary>Tells what to upgrade, and to what.</summary>
public static class UpgradeAdvice
{
    /// <summary>The upgrades that findings call for, the most urgent first.</summary>
    public static ImmutableArray<Upgrade> Of(IEnumerable<Finding> findings) =>
        [
            .. findings
                .Where(finding => finding.Package?.Contains('@', StringComparison.Ordinal) == true)
                .DistinctBy(finding => (finding.Package, finding.RuleId))
                .GroupBy(finding => finding.Package!)
                .Select(Of)
                .OfType<Upgrade>()
                .OrderByDescending(upgrade => upgrade.Severity)
                .ThenByDescending(upgrade => upgrade.Mends.Length)
                .ThenBy(upgrade => upgrade.Package, StringComparer.Ordinal),
        ];

    /// <summary>A table in Markdown.</summary>
    public static string Table(IEnumerable<Upgrade> upgrades)
    {
        var table = new StringBuilder(
            "| package | installed | upgrade to | severity | mends |\n|---|---|---|---|---|\n"
        );
        foreach (var upgrade in upgrades)
            table.Append(
                $"| {upgrade.Package} | {upgrade.Installed} | {upgrade.Target} | {upgrade.Severity.ToString().ToLowerInvariant()} | {string.Join(", ", upgrade.Mends)}{(upgrade.Unmended > 0 ? $"; {upgrade.Unmended} not mended yet" : "")} |\n"
            );
        return table.ToString();
    }

    /// <summary>Writes the table of a step's findings to its log and to a file; none where there is nothing to upgrade.</summary>
    internal static void Write(StepContext step, IEnumerable<Finding> findings)
    {
        var file = step.Report("upgrades", "md");
        var upgrades = Of(findings);
        if (upgrades.IsEmpty)
            return;

        var table = step.Redact(Table(upgrades));
        AtomicFile.Write(file, table);
        step.Log.Write($"what to upgrade, also in {file}:");
        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            step.Log.Write(line);
    }

    private static Upgrade? Of(IGrouping<string, Finding> package)
    {
        // A scope may begin with the same sign.
        var at = package.Key.LastIndexOf('@');
        var installed = package.Key[(at + 1)..];
        var mended = package.Where(finding => finding.FixedVersion is not null).ToArray();
        return mended.Length == 0
            ? null
            : new(
                package.Key[..at],
                installed,
                mended
                    .Select(finding => Nearest(finding.FixedVersion!, installed))
                    .MaxBy(version => version, VersionOrder.Instance)!,
                mended.Max(finding => finding.Severity),
                [.. mended.Select(finding => finding.RuleId).Order(StringComparer.Ordinal)],
                package.Count() - mended.Length
            );
    }

    // Where several lines of versions are mended, the one that is at hand is the nearest above.
    private static string Nearest(string versions, string installed)
    {
        var each = versions.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return each.Where(version => VersionOrder.Instance.Compare(version, installed) > 0)
                .MinBy(version => version, VersionOrder.Instance)
            ?? each[^1];
    }
}
