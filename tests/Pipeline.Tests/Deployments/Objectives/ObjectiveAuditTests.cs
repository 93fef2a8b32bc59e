using System.Text.Json;
using Pipeline.Build.Reporting;
using Pipeline.Build.Reporting.Audit;
using Pipeline.Catalog;
using Pipeline.Deployments.Audit;
using Pipeline.Deployments.Freezes;
using Pipeline.Deployments.Objectives;
using Pipeline.Foundation.Failures;
using Pipeline.Tests.Deployments.GitOps;

namespace Pipeline.Tests.Deployments.Objectives;

/// <summary>What the target <c>Slo</c> shows.</summary>
public sealed class ObjectiveAuditTests(RealPrometheus prometheus) : IClassFixture<RealPrometheus>
{
    [Fact]
    public async Task People_see_a_row_for_each_objective_and_why_it_is_not_met()
    {
        var reports = await Read("auth", "targeting", "evaluate");

        var text = Shown(output => AuditWriter.Write(reports, OutputFormat.Text, output)).Split('\n');

        Cells(text[0])
            .ShouldBe([
                "service",
                "environment",
                "objective",
                "target",
                "window",
                "measured",
                "budget left",
                "burn 1h/5m",
                "burn 6h/30m",
                "burn 3d/6h",
                "state",
            ]);
        Cells(text[1])[..8]
            .ShouldBe(["auth", "production", "availability", "99.9 %", "30d", "99.95 %", "50 %", "0.5/0.5"]);
        Cells(text[1])[^1].ShouldBe("met");
        Cells(text[2])[7].ShouldBe("50/50!");
        Cells(text[2])[^1].ShouldBe("burning");
        Cells(text[3])[5..].ShouldBe(["100 %", "100 %", "–/–", "0/–", "0/0", "unknown"]);
        text[4].ShouldStartWith("! targeting in production: availability burns its budget 50 times as fast");
        text[5].ShouldStartWith("! evaluate in production: availability is unknown: nothing was measured");
    }

    [Fact]
    public async Task Programs_see_the_same()
    {
        var reports = await Read("flag", "nothing");

        var json = JsonDocument.Parse(Shown(output => AuditWriter.Write(reports, OutputFormat.Json, output)));

        var (flag, nothing) = (
            json.RootElement.GetProperty("objectives")[0],
            json.RootElement.GetProperty("objectives")[1]
        );
        flag.GetProperty("state").GetString().ShouldBe("spent");
        flag.GetProperty("holdsBack").GetBoolean().ShouldBeTrue();
        flag.GetProperty("budgetLeft").GetDouble().ShouldBe(-5.94, 0.02);
        flag.GetProperty("totalEvents").GetDouble().ShouldBe(720_000, 100);
        flag.GetProperty("burns").GetArrayLength().ShouldBe(3);
        nothing.TryGetProperty("measured", out _).ShouldBeFalse();
        nothing.GetProperty("unknowns")[0].GetProperty("problem").GetString().ShouldBe("noSeries");
    }

    [Fact]
    public async Task What_holds_back_changes_fails_and_is_named()
    {
        var reports = await Read("auth", "flag", "nothing");

        Should
            .Throw<StepFailedException>(() => ObjectiveAudit.Require(reports))
            .Message.ShouldBe(
                "objectives that hold back changes: availability of flag in production, availability of nothing in production"
            );
    }

    [Fact]
    public async Task What_is_met_fails_nothing()
    {
        var reports = await Read("auth");

        Should.NotThrow(() => ObjectiveAudit.Require(reports));
    }

    [Fact]
    public async Task Nothing_to_measure_is_no_success()
    {
        var refusal = await Should.ThrowAsync<StepFailedException>(
            ObjectiveAudit.Read([], [Production], RealPrometheus.End, TestContext.Current.CancellationToken)
        );

        refusal.Message.ShouldStartWith("no objective is measured in production: state objectives by \"slo\"");
    }

    [Fact]
    public void The_status_shows_what_is_frozen()
    {
        var freeze = new Freeze(
            "holidays",
            "nobody is here",
            TimeZoneInfo.Utc,
            new LocalSpan.Once(new(2026, 1, 1), new(2026, 2, 2))
        );
        var frozen = EnvironmentFreeze.At(RealPrometheus.End, Production with { Freezes = [freeze] })!;

        var text = Shown(output => AuditWriter.Write([], [frozen], OutputFormat.Text, output, RealPrometheus.End));
        var json = Shown(output => AuditWriter.Write([], [frozen], OutputFormat.Json, output, RealPrometheus.End));

        text.ShouldContain("! production is frozen until 2026-02-02 00:00 UTC (holidays: nobody is here)");
        JsonDocument
            .Parse(json)
            .RootElement.GetProperty("freezes")[0]
            .GetProperty("until")
            .GetDateTimeOffset()
            .ShouldBe(new(2026, 2, 2, 0, 0, 0, TimeSpan.Zero));
    }

    private DeploymentEnvironment Production =>
        new()
        {
            Name = "production",
            Registry = "registry.example",
            GitOps = null,
            Gates = [],
            Monitoring = prometheus.Settings,
        };

    private Task<ImmutableArray<ObjectiveReport>> Read(params string[] services) =>
        ObjectiveAudit.Read(
            [
                .. services.Select(name =>
                    ManifestCase.NewService(name) with
                    {
                        Objectives = [RealPrometheus.Availability],
                    }
                ),
            ],
            [Production],
            RealPrometheus.End,
            TestContext.Current.CancellationToken
        );

    private static string[] Cells(string line) =>
        line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Shown(Action<TextWriter> write)
    {
        using var text = new StringWriter { NewLine = "\n" };
        write(text);
        return text.ToString();
    }
}
