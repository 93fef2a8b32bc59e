using Pipeline.Quality.Findings;

namespace Pipeline.Images;

/// <summary>Merges the scan reports of an image's platforms.</summary>
internal static class PlatformReports
{
    /// <summary>
    /// One report with each finding once; a finding of some platforms only names these. Where a scan of one platform
    /// failed, so does the whole.
    /// </summary>
    /// <param name="reports">One report for each platform; the platform is null where there is only one.</param>
    public static ScanReport Merge(ImmutableArray<(string? Platform, ScanReport Report)> reports)
    {
        var all = reports.Select(each => each.Report).ToArray();
        if (all.Length == 1)
            return all[0];
        if (all.FirstOrDefault(report => report.Outcome != ScanOutcome.Complete) is { } unable)
            return unable;

        var findings = reports
            .SelectMany(each => each.Report.Findings.Distinct().Select(finding => (finding, each.Platform)))
            .GroupBy(each => each.finding, each => each.Platform)
            .Select(group =>
                group.Count() == all.Length
                    ? group.Key
                    : group.Key with
                    {
                        Remark = $"{string.Join(", ", group)} alone",
                    }
            );
        return ScanReport.Complete(all[0].Tool, findings, all[0].Detail);
    }
}
