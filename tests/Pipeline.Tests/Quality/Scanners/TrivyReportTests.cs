using System.Text.Json;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;

namespace Pipeline.Tests.Quality.Scanners;

public sealed class TrivyReportTests
{
    /// <summary>All that Trivy's authors hold it against, but for those of other forms.</summary>
    public static IEnumerable<TheoryDataRow<string>> Reports =>
        Directory
            .EnumerateFiles(Fixtures.Find("trivy"), "*.json")
            .Where(file => File.ReadAllText(file).Contains("\"SchemaVersion\": 2", StringComparison.Ordinal))
            .Where(file => !file.EndsWith(".cdx.json", StringComparison.Ordinal))
            .Select(file => new TheoryDataRow<string>(Path.GetFileName(file)));

    [Theory]
    [MemberData(nameof(Reports))]
    public void Every_vulnerability_misconfiguration_and_secret_is_a_finding(string report) =>
        Read(report)
            .GroupBy(finding => finding.Severity)
            .ToDictionary(same => same.Key, same => same.Count())
            .ShouldBe(Counted(report, _ => true), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Reports))]
    public void What_the_policy_lets_pass_is_counted_in_the_report_itself(string report)
    {
        var judged = Read(report)
            .Select(finding =>
                FindingPolicy.Apply(finding, new() { IgnoreUnfixed = true }, "auth", new DateOnly(2026, 1, 1))
            );

        judged
            .Where(finding => finding.Excuse is null)
            .GroupBy(finding => finding.Severity)
            .ToDictionary(same => same.Key, same => same.Count())
            .ShouldBe(
                Counted(report, each => !each.TryGetProperty("PkgName", out var _) || HasFix(each)),
                ignoreOrder: true
            );
    }

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

    // Read without the code that is tested.
    private static Dictionary<Severity, int> Counted(string report, Func<JsonElement, bool> counts)
    {
        using var json = JsonDocument.Parse(Fixtures.Read($"trivy/{report}"));
        var results = json.RootElement.TryGetProperty("Results", out var list) ? list.EnumerateArray().ToArray() : [];
        return results
            .SelectMany(result =>
                new[] { "Vulnerabilities", "Misconfigurations", "Secrets" }.SelectMany(kind =>
                    result.TryGetProperty(kind, out var found) ? found.EnumerateArray().ToArray() : []
                )
            )
            .Where(each => !each.TryGetProperty("Status", out var status) || status.GetString() != "PASS")
            .Where(counts)
            .GroupBy(each => Enum.Parse<Severity>(each.GetProperty("Severity").GetString()!, ignoreCase: true))
            .ToDictionary(same => same.Key, same => same.Count());
    }

    private static bool HasFix(JsonElement vulnerability) =>
        vulnerability.TryGetProperty("FixedVersion", out var version) && version.GetString() is { Length: > 0 };

    private static ImmutableArray<Finding> Read(string report, string prefix = "") =>
        TrivyReport.Read(Fixtures.Read($"trivy/{report}"), prefix);
}
