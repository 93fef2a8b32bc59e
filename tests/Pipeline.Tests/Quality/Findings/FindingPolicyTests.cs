using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Quality.Findings;

/// <summary>What fails a step, and what somebody answers for.</summary>
public sealed class FindingPolicyTests : IAsyncDisposable
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    private static readonly Finding Vulnerable = new("trivy", "CVE-2024-1", Severity.High, "is vulnerable")
    {
        Package = "openssl@3.0.1",
        FixedVersion = "3.0.2",
    };

    private readonly StepHarness harness = new();

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    [Fact]
    public async Task What_somebody_answers_for_passes_until_its_day_is_over()
    {
        harness.Policy = Allowing(Today);

        var result = await Judge(Vulnerable);

        result.ShouldBe(StepResult.PassedWith("trivy: 1 finding below the threshold or excused (1 high; 1 excused)"));
        harness.Log("Scan").ShouldContain($"(allowed until {Today:yyyy-MM-dd} by platform: not reachable)");
    }

    [Fact]
    public async Task An_exception_that_has_run_out_fails_again_and_says_so()
    {
        harness.Policy = Allowing(Today.AddDays(-1));

        var result = await Judge(Vulnerable);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain(
            $"it was allowed until {Today.AddDays(-1):yyyy-MM-dd} by platform, and fails again"
        );
    }

    [Theory]
    [InlineData("openssl", "auth", true)]
    [InlineData("openssl@3.0.1", "auth", true)]
    [InlineData("openssl@3.0.0", "auth", false)]
    [InlineData("opens", "auth", false)]
    [InlineData("openssl", "flag", false)]
    public void An_exception_is_about_no_more_than_it_says(string package, string service, bool isExcused)
    {
        var policy = new Policy { Allowed = [Exception(Today) with { Package = package, Services = ["auth"] }] };

        (FindingPolicy.Apply(Vulnerable, policy, service, Today).Excuse is not null).ShouldBe(isExcused);
    }

    [Theory]
    [InlineData(true, StepStatus.Passed)]
    [InlineData(false, StepStatus.Failed)]
    public async Task What_nothing_mends_yet_fails_unless_the_policy_lets_it_pass(bool ignores, StepStatus status)
    {
        harness.Policy = new() { IgnoreUnfixed = ignores };

        (await Judge(Vulnerable with { FixedVersion = null })).Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_secret_is_nothing_that_waits_for_being_mended()
    {
        harness.Policy = new() { IgnoreUnfixed = true };

        var result = await Judge(new Finding("trivy", "aws-access-key-id", Severity.Critical, "secret in the file"));

        result.Status.ShouldBe(StepStatus.Failed);
    }

    [Fact]
    public async Task An_environments_own_policy_counts_there()
    {
        harness.Policy = new() { Severity = Severity.High };
        harness.Environment = harness.Environment with { Policy = new() { Severity = Severity.Critical } };

        (await Judge(Vulnerable)).Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task What_is_excused_is_suppressed_for_code_hosts()
    {
        harness.Policy = Allowing(Today);

        await Judge(Vulnerable, Vulnerable with { RuleId = "CVE-2024-2", Severity = Severity.Low });

        var found = harness.Run.Handover.All<FindingSet>().Single().Value;
        SarifReader
            .Read("trivy", File.ReadAllText(harness.Run.Options.Artifacts / found.Report))
            .ShouldHaveSingleItem()
            .RuleId.ShouldBe("CVE-2024-2");
    }

    [Theory]
    [InlineData("1.2.0", "1.2.3, 2.0.1", "1.2.3")]
    [InlineData("2.0.0", "1.2.3, 2.0.1", "2.0.1")]
    [InlineData("1.1.20-r4", "1.1.20-r5", "1.1.20-r5")]
    [InlineData("2.9.0", "2.10.0", "2.10.0")]
    [InlineData("v0.3.0", "0.3.3", "0.3.3")]
    public void The_nearest_version_that_mends_is_named(string installed, string versions, string target) =>
        UpgradeAdvice
            .Of([Vulnerable with { Package = $"@scope/a@{installed}", FixedVersion = versions }])
            .Single()
            .ShouldSatisfyAllConditions(
                upgrade => upgrade.Package.ShouldBe("@scope/a"),
                upgrade => upgrade.Target.ShouldBe(target)
            );

    [Fact]
    public void One_version_that_mends_all_is_named_for_each_package() =>
        UpgradeAdvice
            .Table(
                UpgradeAdvice.Of([
                    Vulnerable,
                    Vulnerable with
                    {
                        RuleId = "CVE-2024-2",
                        FixedVersion = "3.0.10",
                        Severity = Severity.Critical,
                    },
                    Vulnerable with
                    {
                        RuleId = "CVE-2024-3",
                        FixedVersion = null,
                    },
                ])
            )
            .ShouldEndWith("| openssl | 3.0.1 | 3.0.10 | critical | CVE-2024-1, CVE-2024-2; 1 without a fix |\n");

    private static Policy Allowing(DateOnly until) => new() { Allowed = [Exception(until)] };

    private static AllowedFinding Exception(DateOnly until) => new("cve-2024-1", "platform", "not reachable", until);

    private Task<StepResult> Judge(params Finding[] findings) =>
        harness.Execute(
            "Scan",
            (_, step) => Task.FromResult(Gate.JudgeVulnerabilities(step, ScanReport.Complete("trivy", findings)))
        );
}
