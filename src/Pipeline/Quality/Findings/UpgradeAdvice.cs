using System.Text;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Files;

namespace Pipeline.Quality.Findings;

/// <summary>Derives from findings which packages to upgrade, and to which version.</summary>
internal static class UpgradeAdvice
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
                .ThenByDescending(upgrade => upgrade.Fixes.Length)
                .ThenBy(upgrade => upgrade.Package, StringComparer.Ordinal),
        ];

    /// <summary>A table in Markdown.</summary>
    public static string Table(IEnumerable<Upgrade> upgrades)
    {
        var table = new StringBuilder(
            "| package | installed | upgrade to | severity | fixes |\n|---|---|---|---|---|\n"
        );
        foreach (var upgrade in upgrades)
            table.Append(
                $"| {upgrade.Package} | {upgrade.Installed} | {upgrade.Target} | {upgrade.Severity.Word()} | {string.Join(", ", upgrade.Fixes)}{(upgrade.Unfixed > 0 ? $"; {upgrade.Unfixed} without a fix" : "")} |\n"
            );
        return table.ToString();
    }

    /// <summary>Writes the table to the step's log and to a file, where there is anything to upgrade.</summary>
    internal static void Write(StepContext step, IEnumerable<Finding> findings)
    {
        var file = step.Report("upgrades", "md");
        var upgrades = Of(findings);
        if (upgrades.IsEmpty)
            return;

        var table = step.Redact(Table(upgrades));
        AtomicFile.Write(file, table);
        step.Log.Write($"packages to upgrade, also in {file}:");
        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            step.Log.Write(line);
    }

    private static Upgrade? Of(IGrouping<string, Finding> package)
    {
        // An npm scope begins with the same sign.
        var at = package.Key.LastIndexOf('@');
        var installed = package.Key[(at + 1)..];
        var withFix = package.Where(finding => finding.FixedVersion is not null).ToArray();
        return withFix.Length == 0
            ? null
            : new(
                package.Key[..at],
                installed,
                withFix
                    .Select(finding => Nearest(finding.FixedVersion!, installed))
                    .MaxBy(version => version, VersionOrder.Instance)!,
                withFix.Max(finding => finding.Severity),
                [.. withFix.Select(finding => finding.RuleId).Order(StringComparer.Ordinal)],
                package.Count() - withFix.Length
            );
    }

    // Where several release lines have a fix, the nearest later version belongs to the installed line.
    private static string Nearest(string versions, string installed)
    {
        var each = versions.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return each.Where(version => VersionOrder.Instance.Compare(version, installed) > 0)
                .MinBy(version => version, VersionOrder.Instance)
            ?? each[^1];
    }
}
