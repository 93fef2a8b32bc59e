using Pipeline.Catalog;
using Pipeline.Deployments.Objectives;
using Pipeline.Foundation.Failures;

namespace Pipeline.Tests.Deployments.Objectives;

/// <summary>Answers that a sound Prometheus does not give on demand.</summary>
public sealed class PrometheusAnswerTests
{
    private const string Token = "made-up-prometheus-token";

    private static readonly ScriptedAnswer Hundred = Vector("100");

    [Fact]
    public async Task Numbers_are_texts()
    {
        await using var server = new MonitoringServer(Vector("1e3"), Vector("0.5"));

        (await Count(server)).ShouldBe(new EventCount(0.5, 1000));
    }

    [Fact]
    public async Task Token_and_tenant_go_along_and_the_window_is_filled_in()
    {
        await using var server = new MonitoringServer(Hundred, Hundred);

        await Count(server);

        server.Requests[0].ShouldStartWith("POST /prometheus/api/v1/query HTTP/1.1");
        server.Requests[0].ShouldContain($"Authorization: Bearer {Token}");
        server.Requests[0].ShouldContain("X-Scope-OrgID: shop");
        Uri.UnescapeDataString(server.Requests[0])
            .ShouldContain("query=requests{service=\"auth\",env=\"production\"}[1h]&time=1769817600");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task What_passes_is_asked_again(int status)
    {
        await using var server = new MonitoringServer(new(status, "busy"), Hundred, Hundred);

        (await Count(server)).Total.ShouldBe(100);
    }

    [Fact]
    public async Task What_does_not_pass_is_said()
    {
        var timeout = new ScriptedAnswer(
            503,
            """{"status":"error","errorType":"timeout","error":"query timed out in expression evaluation"}"""
        );
        await using var server = new MonitoringServer(timeout, timeout);

        var unknown = await Refusal(server);

        unknown.Problem.ShouldBe(MeasurementProblem.Overloaded);
        unknown.Message.ShouldBe(
            $"Prometheus at {server.Name} answered 503 (query timed out in expression evaluation)"
        );
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up()
    {
        await using var server = new MonitoringServer(
            new(200, MonitoringServer.Silence),
            new(200, MonitoringServer.Silence)
        );

        var unknown = await Refusal(server, new HttpClient { Timeout = TimeSpan.FromMilliseconds(300) });

        unknown.Problem.ShouldBe(MeasurementProblem.TimedOut);
    }

    [Fact]
    public async Task A_part_of_the_data_is_not_the_data()
    {
        await using var server = new MonitoringServer(
            new ScriptedAnswer(
                200,
                """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"100"]}]},"warnings":["store a is down"]}"""
            )
        );

        var unknown = await Refusal(server);

        unknown.Problem.ShouldBe(MeasurementProblem.Incomplete);
        unknown.Message.ShouldContain("(store a is down)");
    }

    [Theory]
    [InlineData(200, "<html>log in</html>", nameof(MeasurementProblem.Strange))]
    [InlineData(200, "{}", nameof(MeasurementProblem.Strange))]
    [InlineData(200, "[1]", nameof(MeasurementProblem.Strange))]
    [InlineData(
        200,
        """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1]}]}}""",
        nameof(MeasurementProblem.Strange)
    )]
    [InlineData(
        200,
        """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"x"]}]}}""",
        nameof(MeasurementProblem.Strange)
    )]
    [InlineData(
        200,
        """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"histogram":[1,{}]}]}}""",
        nameof(MeasurementProblem.OtherResult)
    )]
    [InlineData(
        200,
        """{"status":"success","data":{"resultType":"string","result":[1,"x"]}}""",
        nameof(MeasurementProblem.OtherResult)
    )]
    [InlineData(302, "", nameof(MeasurementProblem.Strange))]
    [InlineData(404, "not found", nameof(MeasurementProblem.Strange))]
    [InlineData(401, "no", nameof(MeasurementProblem.Forbidden))]
    [InlineData(403, "no", nameof(MeasurementProblem.Forbidden))]
    public async Task What_is_not_Prometheus_is_said(int status, string body, string problem)
    {
        await using var server = new MonitoringServer(new ScriptedAnswer(status, body));

        $"{(await Refusal(server)).Problem}".ShouldBe(problem);
    }

    [Fact]
    public async Task A_token_that_is_not_there_is_asked_for()
    {
        var settings = new PrometheusSettings(new("https://prometheus.example")) { TokenVariable = "NO_SUCH_VARIABLE" };
        using var source = Monitoring.Open(settings);

        var unknown = await Should.ThrowAsync<MeasurementException>(
            source.Count(
                new("auth", "production", RealPrometheus.Availability),
                TimeSpan.FromHours(1),
                RealPrometheus.End,
                TestContext.Current.CancellationToken
            )
        );

        unknown.Problem.ShouldBe(MeasurementProblem.Forbidden);
        unknown.Message.ShouldContain("set NO_SUCH_VARIABLE");
    }

    [Fact]
    public async Task A_token_that_no_header_takes_is_said_without_it()
    {
        await using var server = new MonitoringServer();

        var unknown = await Should.ThrowAsync<MeasurementException>(Count(server, token: "made\nup"));

        unknown.Problem.ShouldBe(MeasurementProblem.Forbidden);
        unknown.ToString().ShouldNotContain("made\nup");
    }

    [Fact]
    public void No_log_shows_the_tokens_and_keys_that_the_catalog_names()
    {
        const string variable = "TOKEN_OF_PROMETHEUS_ANSWER_TESTS";
        Environment.SetEnvironmentVariable(variable, $" {Token}\n");
        var platform = new Platform
        {
            Name = "shop",
            Root = Path.GetTempPath(),
            Services = [],
            Environments =
            [
                new()
                {
                    Name = "qa",
                    Registry = "registry.example",
                    GitOps = null,
                    Gates = [],
                    Monitoring = new PrometheusSettings(new("https://prometheus.example")) { TokenVariable = variable },
                },
            ],
        };

        Monitoring.Secrets(platform).ShouldBe([Token]);
    }

    private static ScriptedAnswer Vector(string number) =>
        new(
            200,
            $$$"""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"{{{number}}}"]}]}}"""
        );

    private static async Task<MeasurementException> Refusal(MonitoringServer server, HttpClient? http = null)
    {
        var unknown = await Should.ThrowAsync<MeasurementException>(Count(server, http));
        unknown.ToString().ShouldNotContain(Token);
        return unknown;
    }

    private static async Task<EventCount> Count(MonitoringServer server, HttpClient? http = null, string token = Token)
    {
        var settings = new PrometheusSettings(new(server.Address, "prometheus/"))
        {
            Tenant = "shop",
            TokenVariable = "PROMETHEUS_TOKEN",
        };
        var objective = new Objective("availability", 99.9m, TimeSpan.FromDays(30))
        {
            BadQuery = "requests{code=\"500\"}[{window}]",
            TotalQuery = "requests{service=\"{service}\",env=\"{environment}\"}[{window}]",
        };
        using var source = new PrometheusSource(
            settings,
            token,
            http ?? MonitoringHttp.Client(settings.Address),
            new RetrySchedule { Attempts = 2, First = TimeSpan.FromMilliseconds(10) }
        );
        return await source.Count(
            new("auth", "production", objective),
            TimeSpan.FromHours(1),
            RealPrometheus.End,
            TestContext.Current.CancellationToken
        );
    }
}
