using Nuke.Common.IO;
using Pipeline.Acceptance.Suites;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Tests.Quality;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Acceptance;

public sealed class EndToEndTests : IAsyncDisposable
{
    private const string Green = "<testsuite name='s'><testcase name='a'/></testsuite>";
    private const string Red = "<testsuite name='s'><testcase name='a'><failure message='no'/></testcase></testsuite>";

    private readonly StepHarness harness = new(language: Language.Custom);

    public EndToEndTests() =>
        harness.Environment = harness.Environment with { Addresses = new(new("https://shop.example/"), Own()) };

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    [Fact]
    public async Task A_suite_finds_the_environment_in_variables()
    {
        harness.Environment = harness.Environment with
        {
            Addresses = new(new("https://shop.example/"), Own().Add("auth", new("http://127.0.0.1:8001/auth"))),
        };

        var result = await Run(
            $"echo $PIPELINE_ENVIRONMENT $PIPELINE_URL $PIPELINE_URL_AUTH $PIPELINE_COMMIT; {Write(Green)}"
        );

        result.ShouldBe(StepResult.PassedWith("auth: 1 case passed"));
        harness
            .Log("EndToEnd")
            .ShouldContain($"local https://shop.example http://127.0.0.1:8001/auth {new string('a', 40)}\n");
    }

    [Theory]
    [InlineData(Red, 1, "1 of 1 case failed: a")]
    [InlineData(Red, 0, "1 of 1 case failed: a")]
    [InlineData("<testsuite/>", 0, "its report has no case: nothing was tested (it ended with 0: the last word)")]
    [InlineData(
        "<testsuite><testcase name='a'><skipped/></testcase></testsuite>",
        0,
        "all of its 1 cases were skipped"
    )]
    [InlineData(Green, 3, "no case failed, but it ended with 3: the last word")]
    public async Task A_suite_that_proves_nothing_fails(string report, int exitCode, string reason)
    {
        var result = await Run($"{Write(report)}; echo the last word; exit {exitCode}");

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith($"auth: {reason}");
    }

    [Fact]
    public async Task A_suite_whose_report_is_cut_off_fails()
    {
        var result = await Run(Write("<testsuite name='s'><testcase name='a'/>"));

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("/results/junit.xml cannot be read");
    }

    [Fact]
    public async Task A_report_of_an_earlier_run_does_not_count()
    {
        harness.Write("results/old.xml", Green);

        var result = await Run("echo nothing to do");

        result.ShouldBe(StepResult.Failed("auth: it wrote no report (it ended with 0: nothing to do)"));
    }

    [Fact]
    public async Task A_report_that_leads_elsewhere_does_not_count()
    {
        File.WriteAllText(harness.Root / "elsewhere.xml", Green);

        var result = await Run($"mkdir results; ln -s {harness.Root}/elsewhere.xml results/junit.xml");

        result.Reason.ShouldBe("auth: it wrote no report (it ended with 0, and said nothing)");
    }

    [Fact]
    public async Task A_suite_that_hangs_is_ended_at_its_timeout()
    {
        var result = await Run("sleep 60", suite => suite with { Timeout = TimeSpan.FromSeconds(0.2) });

        result.ShouldBe(StepResult.Failed("auth: it took longer than its timeout, and was ended"));
    }

    [Fact]
    public async Task What_passes_only_again_is_flaky()
    {
        var script = $"if [ -e tried ]; then {Write(Green)}; else touch tried; {Write(Red)}; exit 1; fi";

        var result = await Run(script, suite => suite with { Retries = 2 });

        result.ShouldBe(StepResult.PassedWith("auth: 1 case passed, 1 of them flaky: a (in 2 runs)"));
        Report().Runs.ShouldBe(2);
    }

    [Fact]
    public async Task What_it_leaves_for_people_is_kept_by_run()
    {
        await Run(
            $"{Write(Red)}; mkdir shots; echo png > shots/a.png",
            suite => suite with { Artifacts = ["shots/**"] }
        );

        Report().Artifacts.ShouldBe(["end-to-end/auth/run-1/results/junit.xml", "end-to-end/auth/run-1/shots/a.png"]);
        File.ReadAllText(harness.Root / "artifacts" / Report().Artifacts[1]).ShouldBe("png\n");
    }

    [Theory]
    [InlineData(false, StepStatus.Skipped)]
    [InlineData(true, StepStatus.Failed)]
    public async Task Without_an_address_nothing_is_tested(bool isGate, StepStatus status)
    {
        if (isGate)
            harness.Require("EndToEnd");
        harness.Environment = harness.Environment with { Addresses = null };

        var result = await Run(Write(Green));

        result.Status.ShouldBe(status);
        result.Reason!.ShouldContain($"state environments.{harness.Environment.Name}.addresses in the catalog");
    }

    [Fact]
    public async Task A_service_that_no_suite_tests_is_not_passed()
    {
        var result = await harness.Execute("EndToEnd", async (_, step) => (await EndToEnd.Run([step]))[0]);

        result.ShouldBe(
            StepResult.Skipped("nothing tests auth end to end: state \"endToEnd\" of the platform or of the service")
        );
    }

    [Fact]
    public async Task A_service_passes_where_its_own_suite_and_the_platforms_pass()
    {
        Directory.CreateDirectory(harness.Root / "end-to-end");
        harness.Suite = Suite("shop", harness.Root / "end-to-end", Write(Red));

        var result = await Run(Write(Green));

        result.ShouldBe(StepResult.Failed("shop: 1 of 1 case failed: a"));
        harness
            .Run.Handover.All<EndToEndReport>()
            .Single()
            .Value.Suites.Select(suite => (suite.Suite, suite.Passed))
            .ShouldBe([("shop", false), ("auth", true)]);
    }

    [Fact]
    public async Task A_suite_whose_program_is_missing_fails()
    {
        harness.Service = harness.Service with
        {
            EndToEnd = new("auth", harness.Service.Directory, ["nowhere-to-be-found"], "*.xml"),
        };

        var result = await harness.Execute("EndToEnd", async (_, step) => (await EndToEnd.Run([step]))[0]);

        result.ShouldBe(StepResult.Failed("auth: nowhere-to-be-found is not installed"));
    }

    private async Task<StepResult> Run(string script, Func<EndToEndSuite, EndToEndSuite>? change = null)
    {
        var suite = Suite("auth", harness.Service.Directory, script);
        harness.Service = harness.Service with { EndToEnd = change?.Invoke(suite) ?? suite };
        return await harness.Execute("EndToEnd", async (_, step) => (await EndToEnd.Run([step]))[0]);
    }

    private static EndToEndSuite Suite(string name, AbsolutePath folder, string script)
    {
        Programs.Write(folder / "suite.sh", script);
        return new(name, folder, ["./suite.sh"], "results/*.xml");
    }

    private static string Write(string report) => $"mkdir -p results; echo \"{report}\" > results/junit.xml";

    private SuiteReport Report() => harness.Run.Handover.All<EndToEndReport>().Single().Value.Suites.Single();

    private static ImmutableSortedDictionary<string, Uri> Own() => ImmutableSortedDictionary<string, Uri>.Empty;
}
