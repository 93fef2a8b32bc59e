using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class LoadSettingsTests : IDisposable
{
    private readonly CatalogFixture repository = new("services/auth/go.mod", "load/locustfile.py");

    public void Dispose() => repository.Dispose();

    [Fact]
    public void A_script_and_a_threshold_are_all_that_has_to_be_said()
    {
        var test = Read("tool: locust, script: load/locustfile.py, thresholds: { p95: 200 }").Load!;

        test.ShouldSatisfyAllConditions(
            each => each.Script.ShouldBe(repository.Root / "load" / "locustfile.py"),
            each => each.Users.ShouldBe(10),
            each => each.Duration.ShouldBe(TimeSpan.FromMinutes(1)),
            each => each.WarmUp.ShouldBe(TimeSpan.FromSeconds(10)),
            each => each.Thresholds.ShouldBe(new() { P95 = 200, ErrorPercent = 0 }),
            each => each.Tolerance.ShouldBeNull()
        );
    }

    [Fact]
    public void A_route_has_thresholds_of_its_own() =>
        Read(
            "tool: k6, script: load/locustfile.py, thresholds: { errorPercent: 1 }, routes: { 'GET /flags': { p99: 50, rps: 10 } }"
        )
            .Load!.Routes["GET /flags"]
            .ShouldBe(new() { P99 = 50, Rps = 10 });

    [Theory]
    [InlineData("thresholds: {}", "nothing is asked here: state \"p50\"")]
    [InlineData("thresholds: { p95: 1 }, routes: { 'GET /': {} }", "nothing is asked here: state \"p50\"")]
    [InlineData("thresholds: { p95: -1 }", "\"p95\" is a number of 0 or more, not -1")]
    [InlineData("thresholds: { p95: 1 }, users: 0", "\"users\" is a number of users, at least 1, not 0")]
    [InlineData("thresholds: { p95: 1 }, duration: 0", "\"duration\" is a number above 0 and up to 3600, not 0")]
    [InlineData("thresholds: { p95: 1 }, warmUp: 1e30", "\"warmUp\" is a number from 0 to 3600, not 1e30")]
    [InlineData("thresholds: { p95: 1 }, tolerance: -5", "\"tolerance\" is a number of 0 or more, not -5")]
    [InlineData("users: 1", "\"load\" lacks \"thresholds\"")]
    public void A_mistake_is_named(string entry, string problem) =>
        repository
            .Problems(
                $"platform: shop\nservices: {{ auth: {{}} }}\nload: {{ tool: locust, script: load/locustfile.py, {entry} }}\n"
            )
            .ShouldContain(each => each.Contains(problem, StringComparison.Ordinal));

    private Platform Read(string load) =>
        repository.Read($"platform: shop\nservices: {{ auth: {{}} }}\nload: {{ {load} }}\n");
}
