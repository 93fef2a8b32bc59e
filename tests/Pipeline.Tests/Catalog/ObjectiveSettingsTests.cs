using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class ObjectiveSettingsTests : IDisposable
{
    private const string Queries = "bad: 'b[{window}]', total: 't{s=\"{service}\"}[{window}]'";

    private const string Qa =
        "environments:\n  qa:\n    registry: r.example\n    gitops: { repository: 'https://git.example/shop' }\n";

    private const string Measured = $"{Qa}    monitoring: {{ prometheus: {{ url: 'http://prometheus.example' }} }}\n";

    private readonly CatalogFixture repository = new("services/auth/go.mod", "services/flag/go.mod");

    public void Dispose() => repository.Dispose();

    [Fact]
    public void A_percentage_and_two_queries_are_all_that_has_to_be_said()
    {
        var objective = Read($"slo: {{ availability: {{ objective: 99.9, {Queries} }} }}\n{Measured}")
            .Services[0]
            .Objectives[0];

        objective.ShouldSatisfyAllConditions(
            each => each.Name.ShouldBe("availability"),
            each => each.Percent.ShouldBe(99.9m),
            each => each.Budget.ShouldBe(0.001),
            each => each.Window.ShouldBe(TimeSpan.FromDays(30)),
            each => each.BadQuery.ShouldBe("b[{window}]"),
            each => each.LeastEvents.ShouldBe(1000),
            each => each.NoData.ShouldBe(NoData.Closed)
        );
    }

    [Fact]
    public void A_service_says_what_differs_and_has_its_own()
    {
        var platform = repository.Read(
            $"platform: shop\nservices:\n  auth: {{ slo: {{ availability: {{ objective: 99.5, leastEvents: 10, noData: open }}, latency: {{ objective: 95, window: 7d, {Queries} }} }} }}\n  flag: {{}}\nslo: {{ availability: {{ objective: 99.9, window: 24h, {Queries} }} }}\n{Measured}"
        );

        var (auth, flag) = (platform.Services[0].Objectives, platform.Services[1].Objectives);
        auth.Select(objective => (objective.Name, objective.Percent, objective.Window.TotalDays))
            .ShouldBe([("availability", 99.5m, 1), ("latency", 95m, 7)]);
        (auth[0].LeastEvents, auth[0].NoData, auth[0].BadQuery).ShouldBe((10, NoData.Open, "b[{window}]"));
        flag.Single().Percent.ShouldBe(99.9m);
    }

    [Fact]
    public void An_environment_names_a_Prometheus()
    {
        var monitoring = Monitoring(
            "{ prometheus: { url: 'https://prometheus.example/p', tenant: shop, tokenVariable: QA_PROMETHEUS } }"
        );

        var settings = monitoring.ShouldBeOfType<PrometheusSettings>();
        (settings.Address, settings.Tenant).ShouldBe((new("https://prometheus.example/p"), "shop"));
        settings.SecretVariables.ShouldBe(["QA_PROMETHEUS"]);
    }

    [Fact]
    public void An_environment_names_a_Datadog()
    {
        var monitoring = Monitoring(
            "{ datadog: { site: datadoghq.eu, ids: { auth-service: { availability: abcdef0123456789 } } } }"
        );

        var settings = monitoring.ShouldBeOfType<DatadogSettings>();
        settings.Site.ShouldBe("datadoghq.eu");
        settings.Ids["auth"]["availability"].ShouldBe("abcdef0123456789");
        settings.SecretVariables.ShouldBe(["DD_API_KEY", "DD_APP_KEY"]);
    }

    [Theory]
    [InlineData("{ objective: 100 }", "3:30: \"objective\" is a percentage above 0 and below 100")]
    [InlineData("{ objective: 0 }", "3:30: \"objective\" is a percentage above 0 and below 100")]
    [InlineData("{ window: 7d }", "3:9: the objective \"uptime\" lacks \"objective\", a percentage such as 99.9")]
    [InlineData("{}", "3:9: the objective \"uptime\" lacks \"objective\", a percentage such as 99.9")]
    [InlineData("{ objective: 99, window: 30 }", "3:42: \"30\" is not a window: write hours, days or weeks")]
    [InlineData("{ objective: 99, leastEvents: 0 }", "3:47: \"leastEvents\" is a number of 1 or more, not 0")]
    [InlineData("{ objective: NaN }", "3:30: \"objective\" must be a number, not \"NaN\"")]
    [InlineData("{ objective: 99, leastEvents: 1e999 }", "3:47: \"leastEvents\" must be a number, not \"1e999\"")]
    [InlineData("{ objective: 99, noData: good }", "3:42: \"noData\" cannot be \"good\"")]
    [InlineData("{ objective: 99, bad: 'b[5m]' }", "3:39: \"bad\" lacks {window}")]
    [InlineData(
        "{ objective: 99, bad: 'b{s=\"{sevice}\"}[{window}]' }",
        "3:39: \"bad\" has the placeholder {sevice}: did you mean \"{service}\"?"
    )]
    [InlineData(
        "{ objective: 99, total: 't[{window}] or vector(0)' }",
        "3:41: \"total\" would be 0 where nothing is measured: leave out \"or vector(…)\""
    )]
    [InlineData("{ objektive: 99 }", "3:19: unknown key \"objektive\" in \"uptime\": did you mean \"objective\"?")]
    public void A_mistake_in_an_objective_is_named_with_its_place(string entry, string problem) =>
        repository
            .Problems($"platform: shop\nservices: {{ auth: {{}} }}\nslo: {{  uptime: {entry} }}\n{Measured}")
            .ShouldContain(each => each.StartsWith(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("{ prometheus: { url: prometheus } }", "\"url\" is the address of Prometheus")]
    [InlineData("{ prometheus: { url: 'https://a:b@prometheus.example' } }", "\"url\" is the address of Prometheus")]
    [InlineData(
        "{ prometheus: { url: 'http://prometheus.example', tokenVariable: TOKEN } }",
        "\"url\" is the address of Prometheus"
    )]
    [InlineData(
        "{ prometheus: { url: 'https://prometheus.example', tokenVariable: eyJ.made.up } }",
        "\"tokenVariable\" is the name of an environment variable, such as PROMETHEUS_TOKEN; a token itself never stands in a catalog"
    )]
    [InlineData(
        "{ prometheus: { url: 'https://prometheus.example', tenant: 'a b' } }",
        "\"tenant\" is a tenant's name"
    )]
    [InlineData(
        "{ datadog: { apiKeyVariable: a0123456789abcdef0123456789abcde, ids: { auth: { availability: abcdef0123456789 } } } }",
        "\"apiKeyVariable\" is the name of an environment variable"
    )]
    [InlineData(
        "{ datadog: { site: 'https://datadoghq.eu', ids: { auth: { availability: abcdef0123456789 } } } }",
        "\"https://datadoghq.eu\" is not a site of Datadog"
    )]
    [InlineData(
        "{ datadog: { ids: { auht: {}, auth: { availability: abcdef0123456789 } } } }",
        "there is no service \"auht\": did you mean \"auth\"?"
    )]
    [InlineData(
        "{ datadog: { ids: { auth: { availability: '../x' } } } }",
        "\"../x\" is not an id of an objective in Datadog"
    )]
    [InlineData(
        "{ datadog: { ids: {} } }",
        "auth in qa: \"ids\" lacks the id of the objective \"availability\" in Datadog"
    )]
    [InlineData("{ prometheus: { url: } }", "\"prometheus\" lacks \"url\"")]
    [InlineData("{ prometheus: }", "\"monitoring\" says nothing: name \"prometheus\" or \"datadog\", with its keys")]
    [InlineData("{ datadog: { ids: { auth: } } }", "\"auth\" must be a mapping")]
    [InlineData(
        "{ datadog: { ids: { auth-service: { availability: abcdef0123456789 }, auth: { availability: 0123456789abcdef } } } }",
        "\"auth\" names the same service as an entry above: keep one"
    )]
    [InlineData(
        "{ prometheus: { url: 'http://a' }, datadog: { ids: {} } }",
        "\"datadog\" stands beside \"prometheus\": measure objectives in one of them"
    )]
    public void A_mistake_in_a_source_is_named(string entry, string problem) =>
        repository
            .Problems(
                $"platform: shop\nservices: {{ auth: {{}} }}\nslo: {{ availability: {{ objective: 99, {Queries} }} }}\n{Qa}    monitoring: {entry}\n"
            )
            .ShouldHaveSingleItem()
            .ShouldContain(problem);

    [Fact]
    public void Prometheus_needs_both_queries() =>
        repository
            .Problems(
                $"platform: shop\nservices: {{ auth: {{}} }}\nslo: {{ availability: {{ objective: 99, total: 't[{{window}}]' }} }}\n{Qa}    monitoring: {{ prometheus: {{ url: 'http://prometheus.example' }} }}\n"
            )
            .ShouldBe([
                "8:5: auth in qa: the objective \"availability\" lacks \"bad\", the query that Prometheus is asked",
            ]);

    [Fact]
    public void Objectives_that_nothing_measures_are_refused() =>
        repository
            .Problems(
                $"platform: shop\nservices: {{ auth: {{ slo: {{ availability: {{ objective: 99, {Queries} }} }} }} }}\n{Qa}"
            )
            .ShouldBe([
                "2:21: no environment measures these objectives: name the \"monitoring\" of one, or leave out \"slo\"",
            ]);

    [Fact]
    public void Monitoring_that_measures_nothing_is_refused() =>
        repository
            .Problems($"platform: shop\nservices: {{ auth: {{}} }}\n{Measured}")
            .ShouldBe([
                "7:5: there is no objective to measure here: state some by \"slo\", or leave out \"monitoring\"",
            ]);

    [Fact]
    public void An_environment_whose_monitoring_is_empty_is_not_taken_for_measured() =>
        repository
            .Problems(
                $"platform: shop\nservices: {{ auth: {{}} }}\nslo: {{ availability: {{ objective: 99, {Queries} }} }}\n{Measured}  production: {{ local: true, monitoring: {{}} }}\n"
            )
            .ShouldHaveSingleItem()
            .ShouldContain("\"monitoring\" says nothing");

    private Platform Read(string rest) => repository.Read($"platform: shop\nservices: {{ auth: {{}} }}\n{rest}");

    private MonitoringSettings? Monitoring(string entry) =>
        Read($"slo: {{ availability: {{ objective: 99, {Queries} }} }}\n{Qa}    monitoring: {entry}\n")
            .Environment("qa")
            .Monitoring;
}
