using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class PolicyTests : IDisposable
{
    private const string Entry = "{ id: CVE-2024-1, owner: platform, reason: not reachable, until: 2026-12-31 }";

    private readonly CatalogFixture repository = new("services/auth/go.mod");

    public void Dispose() => repository.Dispose();

    [Fact]
    public void Everything_can_be_said() =>
        Read(
            $"policy: {{ severity: medium, ignoreUnfixed: true, databaseDays: 2.5, allow: [{{ id: CVE-2024-1, owner: platform, reason: not reachable, until: 2026-12-31, package: openssl, services: [auth-service] }}] }}"
        )
            .Policy.ShouldSatisfyAllConditions(
                policy => policy.Severity.ShouldBe(Severity.Medium),
                policy => policy.IgnoreUnfixed.ShouldBeTrue(),
                policy => policy.DatabaseDays.ShouldBe(2.5),
                policy => policy.Allowed[0].Until.ShouldBe(new DateOnly(2026, 12, 31)),
                policy => policy.Allowed[0].Package.ShouldBe("openssl"),
                policy => policy.Allowed[0].Services.ShouldBe(["auth"])
            );

    [Fact]
    public void An_environment_says_what_differs_there()
    {
        var platform = Read(
            $"policy: {{ databaseDays: 2, allow: [{Entry}] }}\nenvironments: {{ local: {{ policy: {{ severity: critical, allow: [{Entry}] }} }} }}"
        );

        var policy = platform.PolicyOf(platform.Environment("local"));
        (policy.Severity, policy.DatabaseDays, policy.Allowed.Length).ShouldBe((Severity.Critical, 2, 2));
        platform.Policy.Severity.ShouldBe(Severity.High);
    }

    [Theory]
    [InlineData("{ id: CVE-2024-1, reason: x, until: 2026-12-31 }", "lacks \"owner\"")]
    [InlineData("{ id: CVE-2024-1, owner: x, until: 2026-12-31 }", "lacks \"reason\"")]
    [InlineData("{ id: CVE-2024-1, owner: x, reason: x }", "lacks \"until\"")]
    [InlineData("{ id: CVE-2024-1, owner: x, reason: ' ', until: 2026-12-31 }", "\"reason\" is empty")]
    [InlineData("{ id: CVE-2024-1, owner: x, reason: x, until: 31.12.2026 }", "\"31.12.2026\" is not a date")]
    [InlineData("{ id: CVE-2024-1, owner: x, reason: x, until: 2026-02-30 }", "\"2026-02-30\" is not a date")]
    [InlineData(
        "{ id: CVE-2024-1, owner: x, reason: x, until: 2026-12-31, services: [auht] }",
        "there is no service \"auht\": did you mean \"auth\"?"
    )]
    public void An_exception_says_who_answers_for_what_and_until_when(string entry, string problem) =>
        repository
            .Problems($"platform: shop\nservices: {{ auth: {{}} }}\npolicy: {{ allow: [{entry}] }}\n")
            .ShouldContain(each => each.Contains(problem));

    [Fact]
    public void A_service_may_be_without_tests_for_a_time() =>
        repository
            .Read(
                "platform: shop\nservices: { auth: { untested: { until: 2026-12-31, owner: payments, reason: new } } }\n"
            )
            .Services.Single()
            .Untested.ShouldBe(new("payments", "new", new(2026, 12, 31)));

    [Theory]
    [InlineData("{ owner: x, reason: x }", "lacks \"until\"")]
    [InlineData("{ until: 2026-12-31, reason: x }", "lacks \"owner\"")]
    [InlineData("{ until: 2026-12-31, owner: x, reason: '' }", "\"reason\" is empty: a service without tests needs")]
    [InlineData("{ until: soon, owner: x, reason: x }", "\"soon\" is not a date")]
    public void A_service_without_tests_says_who_answers_for_it_and_until_when(string untested, string problem) =>
        repository
            .Problems($"platform: shop\nservices: {{ auth: {{ untested: {untested} }} }}\n")
            .ShouldContain(each => each.Contains(problem));

    [Fact]
    public void An_age_is_above_nothing() =>
        repository
            .Problems("platform: shop\nservices: { auth: {} }\npolicy: { databaseDays: 0 }\n")
            .ShouldContain(each => each.Contains("must be a number of days above 0, not 0"));

    private Platform Read(string entry) => repository.Read($"platform: shop\nservices: {{ auth: {{}} }}\n{entry}\n");
}
