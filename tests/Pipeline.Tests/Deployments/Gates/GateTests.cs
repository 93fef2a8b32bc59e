using Pipeline.Build.Reporting;
using Pipeline.Build.Reporting.Audit;
using Pipeline.Catalog;
using Pipeline.Deployments.Audit;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.Gates;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;
using Pipeline.Tests.Deployments.GitOps.Promotions;
using Pipeline.Tests.Deployments.Objectives;

namespace Pipeline.Tests.Deployments.Gates;

/// <summary>Changes that an environment holds back, asked of a real Prometheus.</summary>
public sealed class GateTests(RealPrometheus prometheus) : IClassFixture<RealPrometheus>, IAsyncLifetime
{
    private static readonly Freeze Holidays = new(
        "holidays",
        "nobody is here",
        TimeZoneInfo.Utc,
        new LocalSpan.Once(new(2026, 1, 30), new(2026, 2, 2))
    );

    private PromotionWorkspace workspace = null!;
    private ImageReference image = null!;

    public async ValueTask InitializeAsync()
    {
        workspace = await PromotionWorkspace.Create();
        workspace.Clock = new StoppedClock(RealPrometheus.End);
        await workspace.Commit();
        image = await workspace.Deliver();
    }

    public ValueTask DisposeAsync() => workspace.DisposeAsync();

    [Fact]
    public async Task A_service_with_budget_is_promoted()
    {
        Measure("auth");

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await workspace.LastTrailers()).Services[0].Overrides.ShouldBeNull();
    }

    [Theory]
    [InlineData("flag", "availability is missed, 99.3")]
    [InlineData("targeting", "availability burns its budget 50 times as fast")]
    [InlineData("evaluate", "availability is unknown: nothing was measured in the last 5m, though it was before")]
    [InlineData("quiet", "availability is unknown: there were no events in the last 1h")]
    [InlineData("analytics", "availability is unknown: there were 10 events in the last 30d")]
    [InlineData("nothing", "availability is unknown: the query \"total\" over 30d: it gives no series")]
    public async Task A_service_without_budget_is_not_promoted(string measured, string reason)
    {
        Measure(measured);

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith($"error budget of auth in qa: {reason}");
        result.Reason!.ShouldEndWith(
            ": wait, or use --fix if this mends what runs there, or --override budget with a --reason"
        );
        (await workspace.Running("qa")).ShouldBe("busybox");
    }

    [Fact]
    public async Task A_server_that_is_down_holds_back()
    {
        Measure("auth", new PrometheusSettings(new($"http://127.0.0.1:{LoopbackPort.Free()}")));

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("cannot be reached");
    }

    [Fact]
    public async Task What_is_unknown_passes_where_the_catalog_opens_it()
    {
        Measure("nothing");
        workspace.Objectives = [workspace.Objectives[0] with { NoData = NoData.Open }];

        (await workspace.Promote("qa")).Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task The_environment_before_is_not_asked()
    {
        Measure("flag");
        workspace.Change("develop", develop => develop with { Monitoring = prometheus.Settings });
        workspace.Change("qa", qa => qa with { Monitoring = null });

        (await workspace.Promote("qa")).Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task A_fix_passes_and_is_recorded()
    {
        Measure("flag");

        var result = await workspace.Promote("qa", new() { IsFix = true });

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await workspace.LastTrailers()).Services[0].Overrides.ShouldBe("budget");
    }

    [Fact]
    public async Task An_override_passes_with_its_reason()
    {
        Measure("flag");

        var result = await workspace.Promote("qa", new() { Overrides = ["budget"], Reason = "the fair begins" });

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        var trailers = await workspace.LastTrailers();
        (trailers.Reason, trailers.Services[0].Overrides).ShouldBe(("the fair begins", "budget"));
        (await History()).ShouldContain("overrides budget: the fair begins");
    }

    [Fact]
    public async Task An_override_is_for_the_gate_that_it_names()
    {
        Measure("flag");
        workspace.Change("qa", qa => qa with { Freezes = [Holidays] });

        var result = await workspace.Promote("qa", new() { Overrides = ["freeze"], Reason = "the fair begins" });

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith("error budget of auth in qa");
    }

    [Fact]
    public async Task A_frozen_environment_takes_no_promotion()
    {
        workspace.Change("qa", qa => qa with { Freezes = [Holidays] });

        var result = await workspace.Promote("qa");

        result.ShouldBe(
            StepResult.Failed(
                "qa is frozen until 2026-02-02 00:00 UTC (holidays: nobody is here): wait, or use --fix if this mends what runs there, or --override freeze with a --reason"
            )
        );
    }

    [Fact]
    public async Task A_frozen_environment_takes_a_promotion_after_the_freeze()
    {
        workspace.Change("qa", qa => qa with { Freezes = [Holidays] });
        workspace.Clock = new StoppedClock(new(2026, 2, 2, 0, 0, 0, TimeSpan.Zero));

        (await workspace.Promote("qa")).Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task A_rollback_asks_no_gate()
    {
        await workspace.Promote("qa");
        await workspace.Commit();
        await workspace.Deliver();
        await workspace.Promote("qa");
        Measure("flag");
        workspace.Change("qa", qa => qa with { Freezes = [Holidays] });

        var result = await workspace.RollBack("qa");

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await workspace.Running("qa")).ShouldBe($"{image}");
    }

    [Theory]
    [InlineData("auth", StepStatus.Passed)]
    [InlineData("flag", StepStatus.Failed)]
    [InlineData("targeting", StepStatus.Failed)]
    [InlineData("nothing", StepStatus.Failed)]
    public async Task A_delivery_asks_too(string measured, StepStatus status)
    {
        Measure(measured, environment: "develop");

        (await workspace.Bump(await Next())).Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_frozen_environment_takes_no_delivery()
    {
        workspace.Change("develop", develop => develop with { Freezes = [Holidays] });

        var result = await workspace.Bump(await Next());

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith("develop is frozen until 2026-02-02 00:00 UTC");
        (await workspace.Running("develop")).ShouldBe($"{image}");
    }

    [Fact]
    public async Task A_delivery_that_changes_nothing_passes_a_freeze()
    {
        workspace.Change("develop", develop => develop with { Freezes = [Holidays] });

        var result = await workspace.Bump(image);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        result.Reason!.ShouldStartWith("already at");
    }

    [Fact]
    public async Task A_service_that_is_left_to_another_writer_asks_no_gate()
    {
        workspace.Change(
            "develop",
            develop =>
                develop with
                {
                    Freezes = [Holidays],
                    GitOps = develop.GitOps! with { Writers = develop.GitOps.Writers.Add("auth", "Image Updater") },
                }
        );

        var result = await workspace.Bump(await Next());

        result.Status.ShouldNotBe(StepStatus.Failed, result.Reason);
        result.Reason!.ShouldContain("Image Updater");
        (await workspace.Running("develop")).ShouldBe($"{image}");
    }

    [Fact]
    public async Task A_delivery_that_overrides_is_recorded_with_what_it_overrides()
    {
        Measure("flag", environment: "develop");
        workspace.Change("develop", develop => develop with { Freezes = [Holidays] });

        var result = await workspace.Bump(
            await Next(),
            options: new() { Overrides = ["budget", "freeze"], Reason = "the fair begins" }
        );

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        var trailers = await workspace.LastTrailers();
        (trailers.Action, trailers.Reason).ShouldBe((DeploymentAction.Deploy, "the fair begins"));
        trailers.Services[0].Overrides.ShouldBe("freeze, budget");
        trailers.Services[0].Reverts.ShouldBeNull();
    }

    [Fact]
    public async Task A_delivery_that_fixes_names_what_it_fixes()
    {
        var broken = await workspace.Remote.Show("%H");
        workspace.Change("develop", develop => develop with { Freezes = [Holidays] });

        var result = await workspace.Bump(await Next(), options: new() { IsFix = true });

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        var service = (await workspace.LastTrailers()).Services[0];
        (service.Reverts, service.Overrides).ShouldBe((broken, "freeze"));
    }

    [Fact]
    public async Task A_secret_in_a_reason_stops_a_delivery()
    {
        var next = await Next();

        var result = await workspace.Bump(next, options: new ChangeOptions { Reason = "see made-up-token" });

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith("the reason would hold the secret");
    }

    [Theory]
    [InlineData(null, null, "")]
    [InlineData("budget", "why", "budget")]
    [InlineData("freeze, budget", "why", "freeze budget")]
    public void Overrides_are_named_and_have_a_reason(string? names, string? reason, string parsed) =>
        string.Join(' ', GateOverrides.Parse(names, reason)).ShouldBe(parsed);

    [Theory]
    [InlineData("buget", "why", "\"buget\" is not a gate: did you mean \"budget\"?")]
    [InlineData(
        "budget",
        null,
        "a gate is overridden with a reason, which is recorded: add --reason \"…\" to --override budget"
    )]
    [InlineData(
        "budget",
        " ",
        "a gate is overridden with a reason, which is recorded: add --reason \"…\" to --override budget"
    )]
    public void An_override_without_a_name_or_a_reason_is_refused(string names, string? reason, string message) =>
        Should.Throw<GateOverrideException>(() => GateOverrides.Parse(names, reason)).Message.ShouldBe(message);

    private async Task<string> History()
    {
        var deployments = await DeploymentLog.Read(
            workspace.Platform,
            workspace.Platform.Services,
            workspace.Environments,
            workspace.Kinds,
            workspace.Artifacts
        );
        using var text = new StringWriter();
        AuditWriter.Write(deployments, OutputFormat.Text, text, RealPrometheus.End);
        return text.ToString();
    }

    private async Task<ImageReference> Next()
    {
        await workspace.Commit();
        return await workspace.Registry.Push("togglemaster/auth-service", await workspace.Tag());
    }

    // The service auth is measured as another one of the history.
    private void Measure(string measured, PrometheusSettings? settings = null, string environment = "qa")
    {
        var objective = RealPrometheus.Availability;
        workspace.Objectives =
        [
            objective with
            {
                BadQuery = objective.BadQuery!.Replace("{service}", measured, StringComparison.Ordinal),
                TotalQuery = objective.TotalQuery!.Replace("{service}", measured, StringComparison.Ordinal),
            },
        ];
        workspace.Change(environment, one => one with { Monitoring = settings ?? prometheus.Settings });
    }
}
