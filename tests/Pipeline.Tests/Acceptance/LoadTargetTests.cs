using System.Net;
using Nuke.Common.IO;
using Pipeline.Acceptance.LoadTests;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Tests.Quality;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Acceptance;

/// <summary>The target <c>Load</c>, by a real Locust against a server on loopback.</summary>
public sealed class LoadTargetTests : IAsyncDisposable
{
    private const string Asking = """
        from locust import HttpUser, constant, task
        class Visitor(HttpUser):
            wait_time = constant(0.02)
            @task
            def flags(self): self.client.get("/flags")
        """;

    // Each user begins with failures, which no server has to be in time for.
    private const string Cold = $"""
        {Asking}
            def on_start(self):
                for _ in range(20):
                    self.environment.events.request.fire(
                        request_type="GET", name="/flags", response_time=1, response_length=0,
                        exception=Exception("cold"), context=dict())
        """;

    private const string Idle = """
        from locust import HttpUser, constant, task
        class Visitor(HttpUser):
            wait_time = constant(0.02)
            @task
            def nothing(self): pass
        """;

    private readonly StepHarness harness = new(language: Language.Custom);
    private readonly HttpListener server = new();
    private readonly string address = $"http://127.0.0.1:{LoopbackPort.Free()}";
    private readonly Task serving;

    public LoadTargetTests()
    {
        server.Prefixes.Add($"{address}/");
        server.Start();
        serving = Serve();
        harness.Environment = harness.Environment with
        {
            TakesLoad = true,
            Addresses = new(new(address), ImmutableSortedDictionary<string, Uri>.Empty),
        };
        harness.LoadTest = Test(Asking);
    }

    public async ValueTask DisposeAsync()
    {
        server.Stop();
        await serving;
        await harness.DisposeAsync();
    }

    [Theory]
    [InlineData(4, StepStatus.Passed, "0 % failed; compared with nothing: no good run in local is kept yet")]
    [InlineData(0, StepStatus.Failed, "%, and at most 1 % is allowed")]
    public async Task What_goes_wrong_in_the_warm_up_does_not_count(int seconds, StepStatus status, string reason)
    {
        harness.LoadTest = Test(Cold) with { WarmUp = TimeSpan.FromSeconds(seconds) };

        var result = await Run();

        result.Status.ShouldBe(status, result.Reason);
        result.Reason!.ShouldContain(reason);
    }

    [Fact]
    public async Task A_run_is_compared_with_the_last_good_one()
    {
        var numbers = new RouteLoad(RouteLoad.All, 1, 0, 1, 1, 1, Rps: 1_000_000);
        KeptLoad.Write(Kept, new("local", new('b', 40), 2, "Locust", 0, new(numbers, [], [])));

        var result = await Run();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("and 1000000 in the last good run: more than 50 % worse");
        harness.Log("Load").ShouldContain("compared with bbbbbbb, the last good run in local");
        KeptLoad.Read(Kept)!.Commit.ShouldBe(new('b', 40));
    }

    [Fact]
    public async Task A_script_that_asks_nothing_fails()
    {
        harness.LoadTest = Test(Idle);

        var result = await Run();

        result.ShouldBe(StepResult.Failed("no request was made: nothing was measured"));
    }

    [Fact]
    public async Task A_script_that_is_broken_fails()
    {
        harness.LoadTest = Test("import nothing_of_this_name");

        var result = await Run();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith("locust ended with ");
    }

    [Fact]
    public async Task A_baseline_that_is_not_there_fails()
    {
        var result = await harness.Execute(
            "Load",
            async (_, step) => (await Load.Run([step], harness.Root / "kept.json"))[0]
        );

        result.ShouldBe(
            StepResult.Failed($"{harness.Root}/kept.json holds no run to compare with: give a file that Load has kept")
        );
    }

    [Fact]
    public async Task An_environment_that_does_not_say_so_is_not_put_under_load()
    {
        harness.Environment = harness.Environment with { TakesLoad = false };

        var result = await Run();

        result.ShouldBe(
            StepResult.Skipped(
                "local is not put under load: where nobody is harmed by it, state environments.local.takesLoad"
            )
        );
    }

    [Theory]
    [InlineData(0, StepStatus.Passed, "1200 requests, 40 a second, p95 80 ms, p99 200 ms, 0.5 % failed")]
    [InlineData(99, StepStatus.Failed, "k6 ended with 99: thresholds on metrics 'http_req_duration' have been crossed")]
    [InlineData(107, StepStatus.Failed, "k6 ended with 107: ")]
    public async Task A_script_of_k6_is_judged_by_its_summary(int exitCode, StepStatus status, string reason)
    {
        harness.LoadTest = Test("export default () => {};") with { Tool = LoadTool.K6 };
        harness.Install("k6", K6(exitCode));

        var result = await Run();

        result.Status.ShouldBe(status, result.Reason);
        result.Reason!.ShouldStartWith(reason);
    }

    [Fact]
    public async Task A_share_of_errors_that_k6_does_not_tell_keeps_no_threshold()
    {
        var thresholds = new LoadThresholds { P95 = 40, ErrorPercent = 1 };
        harness.LoadTest = Test("export default () => {};") with
        {
            Tool = LoadTool.K6,
            Routes = ImmutableSortedDictionary<string, LoadThresholds>.Empty.Add("flags", thresholds),
        };
        harness.Install("k6", K6(exitCode: 0));

        var result = await Run();

        result.ShouldBe(StepResult.Failed("flags: errors not known, and at most 1 % is allowed"));
    }

    private AbsolutePath Kept => KeptLoad.FileOf(harness.Root / "artifacts", "local");

    private Task<StepResult> Run() =>
        harness.Execute("Load", async (_, step) => (await Load.Run([step], baseline: null))[0]);

    private LoadTest Test(string script)
    {
        harness.Write("load.py", script);
        return new(LoadTool.Locust, harness.Service.Directory / "load.py")
        {
            Users = 2,
            Duration = TimeSpan.FromSeconds(2),
            WarmUp = TimeSpan.FromSeconds(1),
            Thresholds = new() { ErrorPercent = 1 },
            Tolerance = 50,
        };
    }

    // Takes the options of k6 v2.2.0 that Load uses, and writes what --summary-export of it does.
    private static string K6(int exitCode) =>
        $$"""
            [ "$1" = run ] || exit 104
            shift
            while [ $# -gt 1 ]; do
                case "$1" in
                    --vus | --duration | --summary-trend-stats) ;;
                    --summary-export) summary=$2 ;;
                    *) echo "unknown flag: $1" >&2; exit 104 ;;
                esac
                shift 2
            done
            [ -f "$1" ] && [ -n "$BASE_URL" ] || exit 104
            [ {{exitCode}} = 99 ] && echo "thresholds on metrics 'http_req_duration' have been crossed" >&2
            cat > "$summary" <<'END'
            {
              "root_group": { "name": "", "path": "", "groups": {}, "checks": {} },
              "metrics": {
                "http_reqs": { "count": 1200, "rate": 40 },
                "http_req_failed": { "value": 0.005, "passes": 6, "fails": 1194, "thresholds": { "rate<0.01": false } },
                "http_req_duration": { "avg": 22.1, "min": 1.2, "med": 20, "max": 310, "p(95)": 80, "p(99)": 200 },
                "http_req_duration{name:flags}": { "avg": 12, "min": 1, "med": 11, "max": 90, "p(95)": 40, "p(99)": 70 },
                "vus": { "value": 2, "min": 2, "max": 2 }
              }
            }
            END
            exit {{exitCode}}
            """;

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var response = (await server.GetContextAsync()).Response;
                response.StatusCode = 200;
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
