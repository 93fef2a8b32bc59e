using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Quality;
using Pipeline.Quality.Scanners;

namespace Pipeline.Tests.Quality;

public sealed class TrivyReportTests
{
    [Theory]
    [InlineData("alpine-39-high-critical.json", 2)]
    [InlineData("alpine-distroless.json", 1)]
    [InlineData("nuget.json", 1)]
    [InlineData("pip.json", 2)]
    [InlineData("dockerfile.json", 1)]
    [InlineData("secrets.json", 2)]
    [InlineData("license-cyclonedx.json", 0)]
    public void Every_vulnerability_misconfiguration_and_secret_is_a_finding(string report, int findings) =>
        Read(report).Length.ShouldBe(findings);

    [Fact]
    public void A_vulnerable_package_is_found_in_its_lock_file_at_its_line() =>
        Read("nuget.json", "services/billing/")
            .ShouldBe([
                new(
                    "trivy",
                    "GHSA-5crp-9r3c-p9vr",
                    Severity.High,
                    "Improper Handling of Exceptional Conditions in Newtonsoft.Json"
                )
                {
                    File = "services/billing/packages.lock.json",
                    Line = 5,
                    Package = "Newtonsoft.Json@12.0.3",
                    FixedVersion = "13.0.1",
                },
            ]);

    [Fact]
    public void A_package_of_the_system_is_in_no_file() =>
        Read("alpine-39-high-critical.json").ShouldAllBe(finding => finding.File == null && finding.Package != null);

    [Fact]
    public void A_misconfiguration_is_found_in_its_file() =>
        Read("dockerfile.json", "services/auth/")
            .ShouldBe([
                new(
                    "trivy",
                    "DS-0002",
                    Severity.High,
                    "Specify at least 1 USER command in Dockerfile with non-root user as argument"
                )
                {
                    File = "services/auth/Dockerfile",
                },
            ]);

    [Fact]
    public void A_secret_is_found_at_its_line_and_not_told()
    {
        var findings = Read("secrets.json");

        findings
            .Select(finding => finding.ToString())
            .ShouldBe([
                "deploy.sh:3 [critical] aws-access-key-id secret in the file: AWS Access Key ID",
                "deploy.sh:7 [high] mysecret secret in the file: My Secret",
            ]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{ "SchemaVersion": 1, "ArtifactName": "a" }""")]
    [InlineData("""{ "SchemaVersion": 2 }""")]
    public void What_is_no_report_of_trivy_is_refused(string? report) =>
        Should.Throw<StepFailedException>(() => TrivyReport.Read(report)).Message.ShouldContain("trivy");

    [Fact]
    public void Another_form_of_report_is_refused() =>
        Should.Throw<StepFailedException>(() => Read("conda-cyclonedx.json"));

    [Fact]
    public void A_report_that_is_cut_short_is_refused_wherever_it_is_cut()
    {
        var report = Fixtures.Read("trivy/secrets.json").TrimEnd();

        for (var length = 0; length < report.Length; length++)
            Should.Throw<StepFailedException>(() => TrivyReport.Read(report[..length]));
    }

    private static ImmutableArray<Finding> Read(string report, string prefix = "") =>
        TrivyReport.Read(Fixtures.Read($"trivy/{report}"), prefix);
}
