using System.Text;
using System.Text.Json;
using Pipeline.Build.Reporting;
using Pipeline.Build.Reporting.Audit;
using Pipeline.Build.Reporting.Html;
using Pipeline.Catalog;
using Pipeline.Deployments.Dora;
using Pipeline.Deployments.History;

namespace Pipeline.Tests.Deployments.GitOps.Dora;

public class DoraTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Frequency_and_lead_time_count_changes_of_the_window_and_no_rollbacks()
    {
        var report = Measure(
            New(1, DeploymentAction.Deploy, Now.AddDays(-40), lead: 1),
            New(2, DeploymentAction.Deploy, Now.AddDays(-20), lead: 2),
            New(3, DeploymentAction.Promote, Now.AddDays(-10), lead: 4),
            New(4, DeploymentAction.Promote, Now.AddDays(-1), lead: 12),
            New(5, DeploymentAction.Rollback, Now.AddHours(-2), lead: 100)
        );

        var all = report.Metrics[0];
        (all.Service, all.Deployments).ShouldBe((null, 3));
        all.PerDay.ShouldBe(0.1);
        all.LeadTime.ShouldBe(TimeSpan.FromHours(4));
        all.FailureRate.ShouldBe(0);
        all.Recovery.ShouldBeNull();
        report.Metrics[1].Service.ShouldBe("auth");
    }

    [Fact]
    public void A_change_that_was_taken_back_or_mended_failed_until_then()
    {
        var report = Measure(
            New(1, DeploymentAction.Promote, Now.AddDays(-4)),
            New(2, DeploymentAction.Promote, Now.AddDays(-3)),
            New(3, DeploymentAction.Rollback, Now.AddDays(-3).AddHours(1), reverts: 2),
            New(4, DeploymentAction.Promote, Now.AddDays(-2)),
            New(5, DeploymentAction.Promote, Now.AddDays(-2).AddHours(3), reverts: 4)
        );

        var all = report.Metrics[0];
        (all.Deployments, all.Failures).ShouldBe((4, 2));
        all.FailureRate.ShouldBe(0.5);
        all.Recovery.ShouldBe(TimeSpan.FromHours(2));
        report.Days.Sum(day => day.Failures).ShouldBe(2);
    }

    [Fact]
    public void A_rollback_that_was_taken_back_itself_has_restored_nothing()
    {
        var report = Measure(
            New(1, DeploymentAction.Promote, Now.AddDays(-3)),
            New(2, DeploymentAction.Rollback, Now.AddDays(-3).AddHours(1), reverts: 1),
            New(3, DeploymentAction.Rollback, Now.AddDays(-3).AddHours(5), reverts: 2)
        );

        report.Metrics[0].Recovery.ShouldBe(TimeSpan.FromHours(5));
    }

    [Fact]
    public void Without_deployments_nothing_is_made_up()
    {
        var metrics = Measure().Metrics.ShouldHaveSingleItem();

        (metrics.Deployments, metrics.LeadTime, metrics.FailureRate, metrics.Recovery).ShouldBe((0, null, null, null));
    }

    [Theory]
    [InlineData("30d", 30)]
    [InlineData("2w", 14)]
    [InlineData("12h", 0.5)]
    public void A_window_is_hours_days_or_weeks(string text, double days) =>
        DoraWindow.Parse(text).TotalDays.ShouldBe(days);

    [Theory]
    [InlineData("30")]
    [InlineData("0d")]
    [InlineData("a month")]
    public void Any_other_window_is_refused(string text) =>
        Should.Throw<DoraWindowException>(() => DoraWindow.Parse(text)).Message.ShouldContain("such as 30d");

    [Fact]
    public void Text_and_JSON_say_the_same()
    {
        var report = Measure(New(1, DeploymentAction.Deploy, Now.AddDays(-1), lead: 3));
        using var text = new StringWriter();
        using var json = new StringWriter();

        AuditWriter.Write(report, OutputFormat.Text, text);
        AuditWriter.Write(report, OutputFormat.Json, json);

        text.ToString().ShouldContain("production   auth     1            0.03   3 h        0 %     –");
        var metrics = JsonDocument.Parse(json.ToString()).RootElement.GetProperty("metrics")[1];
        metrics.GetProperty("leadTimeSeconds").GetDouble().ShouldBe(10800);
        metrics.GetProperty("service").GetString().ShouldBe("auth");
    }

    [Fact]
    public void The_page_runs_no_script_and_shows_names_as_text()
    {
        var report = Measure(New(1, DeploymentAction.Deploy, Now.AddDays(-1))) with { Platform = "<b>shop" };

        var page = DoraPage.Render(report);

        page.ShouldContain("&lt;b&gt;shop");
        page.ShouldNotContain("<script");
        page.ShouldContain("default-src 'none'");
        page.ShouldContain("1 deployed, 0 failed");
    }

    [Fact]
    public void A_log_of_20_000_commits_is_read_in_full()
    {
        var log = new StringBuilder();
        for (var i = 20_000; i > 0; i--)
            log.Append(
                    $"{i:x40}\n{(i > 1 ? $"{i - 1:x40}" : "")}\n{1_700_000_000 + i}\ndeploy(develop): s{i % 500} {i:x7}\n\n"
                )
                .Append(
                    $"Action: deploy\nEnvironment: develop\nRun: r\nActor: a\nService: s{i % 500}\nImage: r.example/x:{i:x7}\n\0"
                );

        var history = DeploymentHistory.Parse(log.ToString());

        history.All.Length.ShouldBe(20_000);
        history.Of("s7", "develop").Count().ShouldBe(40);
        history.All[0].Time.ShouldBeGreaterThan(history.All[1].Time);
    }

    private static DoraReport Measure(params DeploymentRecord[] deployments) =>
        DoraReport.Of("shop", ["production"], deployments, TimeSpan.FromDays(30), Now);

    private static DeploymentRecord New(
        int commit,
        DeploymentAction action,
        DateTimeOffset time,
        double lead = 1,
        int? reverts = null
    )
    {
        var service = new DeployedService("auth")
        {
            Image = new ImageReference("r.example", "shop/auth", $"{commit:x7}"),
            SourceTime = time.AddHours(-lead),
            Reverts = reverts is null ? null : $"{reverts:x40}",
        };
        return new()
        {
            Commit = $"{commit:x40}",
            Time = time,
            Service = service,
            Trailers = new()
            {
                Action = action,
                Environment = "production",
                Run = "",
                Actor = "",
                Services = [service],
            },
        };
    }
}
