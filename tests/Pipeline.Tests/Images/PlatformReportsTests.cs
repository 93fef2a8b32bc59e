using Pipeline.Catalog;
using Pipeline.Images;
using Pipeline.Quality.Findings;

namespace Pipeline.Tests.Images;

public sealed class PlatformReportsTests
{
    private static readonly Finding Common = new("trivy", "CVE-2024-0001", Severity.High, "is in both");
    private static readonly Finding Single = new("trivy", "CVE-2024-0002", Severity.High, "is in one");

    [Fact]
    public void What_all_platforms_have_counts_once_and_what_one_has_names_it()
    {
        var merged = PlatformReports.Merge([
            ("linux/amd64", ScanReport.Complete("trivy", [Common], "0.69.3")),
            ("linux/arm64", ScanReport.Complete("trivy", [Common, Single, Single], "0.69.3")),
        ]);

        merged.Outcome.ShouldBe(ScanOutcome.Complete);
        merged.Detail.ShouldBe("0.69.3");
        merged.Findings.ShouldBe([Common, Single with { Remark = "linux/arm64 alone" }]);
    }

    [Fact]
    public void A_platform_that_could_not_be_looked_at_is_no_pass()
    {
        var unable = ScanReport.Unable("trivy", "trivy ended with 1");

        var merged = PlatformReports.Merge([
            ("linux/amd64", ScanReport.Complete("trivy", [])),
            ("linux/arm64", unable),
        ]);

        merged.ShouldBe(unable);
    }
}
