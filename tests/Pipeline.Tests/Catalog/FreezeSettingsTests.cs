using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class FreezeSettingsTests : IDisposable
{
    private const string Head =
        "platform: shop\nservices: { auth: {} }\nenvironments:\n  qa:\n    registry: r.example\n    gitops: { repository: 'https://git.example/shop' }\n    freezes:\n";

    private readonly CatalogFixture repository = new("services/auth/go.mod");

    public void Dispose() => repository.Dispose();

    [Fact]
    public void Dates_are_whole_days()
    {
        var freeze = Read("{ from: 2026-12-20, to: 2027-01-03, reason: nobody is here }");

        freeze.Span.ShouldBe(new LocalSpan.Once(new(2026, 12, 20), new(2027, 1, 4)));
        (freeze.Name, freeze.Reason, freeze.Zone).ShouldBe(("rest", "nobody is here", TimeZoneInfo.Utc));
    }

    [Fact]
    public void Times_are_exact_in_their_zone()
    {
        var freeze = Read(
            "{ from: 2026-12-20 18:00, to: 2027-01-03 08:30, timeZone: Europe/Berlin, reason: r, exceptions: [{ from: 2026-12-24, to: 2026-12-24, reason: gifts }] }"
        );

        freeze.Span.ShouldBe(new LocalSpan.Once(new(2026, 12, 20, 18, 0, 0), new(2027, 1, 3, 8, 30, 0)));
        freeze.Zone.Id.ShouldBe("Europe/Berlin");
        freeze.Exceptions.ShouldBe([new(new(new(2026, 12, 24), new(2026, 12, 25)), "gifts")]);
    }

    [Theory]
    [InlineData("friday 16:00", "monday 08:00", 4 * 24 + 16, 2 * 24 + 16)]
    [InlineData("saturday", "sunday", 5 * 24, 2 * 24)]
    [InlineData("Wednesday", "Wednesday", 2 * 24, 24)]
    [InlineData("monday 00:00", "monday 00:00", 0, 7 * 24)]
    public void Days_of_the_week_come_each_week(string from, string to, int start, int length) =>
        Read($"{{ from: '{from}', to: '{to}', reason: r }}")
            .Span.ShouldBe(new LocalSpan.Weekly(TimeSpan.FromHours(start), TimeSpan.FromHours(length)));

    [Theory]
    [InlineData("{ to: 2026-12-24, reason: r }", "8:13: \"rest\" lacks \"from\"")]
    [InlineData("{ from: 2026-12-20, to: 2026-12-24 }", "8:13: \"rest\" lacks \"reason\"")]
    [InlineData("{ from: 2026-12-20, to: 2026-12-24, reason: ' ' }", "8:57: \"reason\" is empty")]
    [InlineData("{ from: 20.12.2026, to: 2026-12-24, reason: r }", "8:21: \"20.12.2026\" is not a time")]
    [InlineData("{ from: 2026-02-30, to: 2026-12-24, reason: r }", "8:21: \"2026-02-30\" is not a time")]
    [InlineData("{ from: 2026-12-20 25:00, to: 2026-12-24, reason: r }", "8:21: \"2026-12-20 25:00\" is not a time")]
    [InlineData("{ from: friday 16, to: monday, reason: r }", "8:21: \"friday 16\" is not a time")]
    [InlineData("{ from: , to: 2026-12-24, reason: r }", "8:13: \"rest\" lacks \"from\"")]
    [InlineData("{ from: ~, to: 2026-12-24, reason: r }", "8:13: \"rest\" lacks \"from\"")]
    [InlineData(
        "{ from: 2026-12-20, to: 9999-12-31, reason: r }",
        "8:37: \"9999-12-31\" is too far away: write a year"
    )]
    [InlineData(
        "{ from: 0001-01-01, to: 2026-12-24, reason: r }",
        "8:21: \"0001-01-01\" is too far away: write a year"
    )]
    [InlineData("{ from: 2026-12-24, to: 2026-12-20, reason: r }", "8:37: the freeze would end at 2026-12-20, before")]
    [InlineData("{ from: friday, to: 2026-12-20, reason: r }", "8:33: \"from\" and \"to\" have different forms")]
    [InlineData(
        "{ from: friday, to: monday, reason: r, timeZone: Berlin }",
        "8:62: \"Berlin\" is not a time zone that this machine knows"
    )]
    [InlineData(
        "{ from: friday, to: monday, reason: r, exceptions: [{ from: friday, to: friday, reason: r }] }",
        "8:73: an exception is for once"
    )]
    public void A_mistake_is_named_with_its_place(string entry, string problem) =>
        repository.Problems($"{Head}      rest: {entry}\n").ShouldHaveSingleItem().ShouldStartWith(problem);

    [Theory]
    [InlineData("freezes", "{}")]
    [InlineData("monitoring", "{ prometheus: { url: http://127.0.0.1:9090 } }")]
    public void A_gate_where_nothing_is_deployed_has_no_effect(string key, string value) =>
        repository
            .Problems(
                $"platform: shop\nservices: {{ auth: {{}} }}\nenvironments:\n  qa: {{ registry: r.example, deployments: none, {key}: {value} }}\n"
            )
            .ShouldContain(
                $"4:49: \"{key}\" has no effect, as nothing is deployed to \"qa\": remove it, or \"deployments: none\""
            );

    private Freeze Read(string entry) =>
        repository.Read($"{Head}      rest: {entry}\n").Environment("qa").Freezes.Single();
}
